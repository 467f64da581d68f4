"""Operators' JavaScript on requests and answers, run in processes of its own that know no secret and may be killed."""

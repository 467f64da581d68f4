"""Deployments: which versions of a model are to be served, by how many replicas, with how much of the traffic."""

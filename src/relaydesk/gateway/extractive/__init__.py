"""The built-in extractive model: answers by quoting the sources it is given, needs no provider and no key."""

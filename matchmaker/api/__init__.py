"""The JSON interface: the same rules and queries as the pages, in another dress."""

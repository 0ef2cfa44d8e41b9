"""Records: what was recommended when a side answered, kept as it was (law 5)."""

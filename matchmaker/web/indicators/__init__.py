"""Pages of target indicators and of the annual report."""

"""The radar of unmet demand: needs without a good counterpart by region, sector and field, growing or shrinking."""

"""Which programmes and funders fit a project, and why not."""

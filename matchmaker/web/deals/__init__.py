"""Pages of deals, one module for each room."""

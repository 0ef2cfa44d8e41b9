"""Pages of scientific-innovation sessions: one module for each room."""

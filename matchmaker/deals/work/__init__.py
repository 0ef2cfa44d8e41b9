"""Tasks and milestones of a deal."""

"""What a session brought: requested, placed, held, outcomes, by region and sector."""

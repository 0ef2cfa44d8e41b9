"""The demo's deals, from seeds/deals: histories of a year and a half, each step taken by its own action at its own time."""

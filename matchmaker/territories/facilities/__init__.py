"""Facilities and equipment of a territory: what can be booked, by whom, on which terms."""

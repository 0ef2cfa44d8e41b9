"""Organisations that ask to be residents of a territory, and those that are."""

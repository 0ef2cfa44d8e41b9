"""Organisations, their members, and their verification by an officer."""

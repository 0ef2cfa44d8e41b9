"""Whom people want to meet: marks on others, and requests that are answered or expire."""

"""Postings: capabilities and needs, from the draft to expiry and renewal."""

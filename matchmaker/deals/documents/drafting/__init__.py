"""Drafts of documents from a deal's data: facts, the words of `templates/documents`, then Word and PDF."""

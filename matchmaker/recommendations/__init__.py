"""Recommendations: keeps embeddings and index in step with postings; interests and introductions."""

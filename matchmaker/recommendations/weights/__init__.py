"""Weights: the fusions learned from answers, which of them is in use, and how to go back."""

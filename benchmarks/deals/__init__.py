"""Deals measured: pages of a deal with a long history beside one that has just begun, and many who press one button at once."""

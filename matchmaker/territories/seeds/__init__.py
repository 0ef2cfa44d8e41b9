"""The demo of the territories, loaded once."""

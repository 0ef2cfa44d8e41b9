"""Tests of sessions, from the theme to the report."""

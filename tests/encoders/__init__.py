"""Tests of a change of encoder, and of encoders that cannot be used."""

"""Staged disclosure: the NDA that both sides accept, and who has opened what."""

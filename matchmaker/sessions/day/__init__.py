"""The day itself and what comes of it: check-in, lateness, repair, offers, outcomes, follow-ups."""

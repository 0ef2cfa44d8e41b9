"""Who takes part: invitations, registrations, the waiting list, pitches."""

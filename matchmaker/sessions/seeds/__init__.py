"""The demo's sessions: one held, one with a released timetable, one that collects requests, from seeds/sessions."""

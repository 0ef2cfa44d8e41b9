"""Scientific-innovation sessions: from a theme to people, requests, a timetable, a day that runs, and a report.

Its rooms build on each other: the session itself, then people, requests, timetable, day, report.
"""

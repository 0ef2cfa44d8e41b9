"""The timetable engine: which meetings of a session take place, when and at which table. Plain data in, plain data out."""

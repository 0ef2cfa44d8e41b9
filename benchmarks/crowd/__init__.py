"""A crowd at once on a few servers with one database: nothing is booked twice, no answer is an error, no word is lost."""

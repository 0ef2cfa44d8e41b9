"""What every floor stands on: storage, jobs, errors, clock, words of the page. Knows no feature."""

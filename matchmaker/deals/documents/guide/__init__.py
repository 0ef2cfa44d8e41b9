"""The guide to kinds of agreements: a few questions, and a table of what each answer speaks for and against."""

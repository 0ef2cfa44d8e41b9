"""Messages between the parties and the officer."""

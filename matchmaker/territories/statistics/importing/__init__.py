"""Files of statistics: read, understood, shown, and stored when somebody confirms what was understood."""

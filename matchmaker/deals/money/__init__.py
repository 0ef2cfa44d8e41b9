"""Terms turned into receivables, payments, and who pays for the project."""

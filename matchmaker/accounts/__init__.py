"""People: accounts, roles, sign-in, tokens sent by mail."""

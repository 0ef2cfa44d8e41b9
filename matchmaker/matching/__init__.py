"""The retrieval engine: plain data in, ranked and itemised answers out. Knows no Flask, no database, no posting."""

"""Mail: written to the database's outbox in the transaction of what it tells of, delivered by a job."""

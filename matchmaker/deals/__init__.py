"""Technology-transfer deals: from an introduction to a signed, paid, reported agreement."""

"""Target indicators of the Concept: directions, targets, values with evidence, and the annual report."""

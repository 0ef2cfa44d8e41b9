"""From a pasted text or a report to the fields of a posting: proposals for a person to correct. Nothing is stored."""

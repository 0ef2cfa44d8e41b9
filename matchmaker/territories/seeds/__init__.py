"""Loading the demo's territories and statistics, once each."""

"""The demo's territories: managing companies, the territories with their structure, residents and applications."""

"""Loading the demo's territories and statistics, once each."""

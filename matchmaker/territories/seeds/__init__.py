"""The demo's territories: managing companies, structure, residents, facilities, projects, and the statistics of regions."""

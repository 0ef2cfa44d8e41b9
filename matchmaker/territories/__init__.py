"""Science cities: territories, their structure and residents, facilities, projects, and the potential of regions."""

"""Pages of science cities and of the potential of regions."""

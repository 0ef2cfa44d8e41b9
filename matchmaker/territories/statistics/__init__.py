"""Statistics of the 20 regions, and the potential reckoned from them with the engine of composite indicators."""

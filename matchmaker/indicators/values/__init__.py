"""Values of indicators: entered with evidence or taken from the platform, published in versions that never change."""

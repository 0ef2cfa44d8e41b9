"""The composite-indicator engine: from raw figures of regions to an index, ranks and how sure they are. Plain data in and out."""

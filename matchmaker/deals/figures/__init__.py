"""What comes of recommendations: the funnel, times, reasons, money."""

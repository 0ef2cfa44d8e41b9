"""The view of investors and banks: their profile, how open projects fit it, and that they are interested."""

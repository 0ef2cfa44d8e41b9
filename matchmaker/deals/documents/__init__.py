"""Documents of a deal: versions kept for ever, generated texts, the guide to the kind of agreement."""

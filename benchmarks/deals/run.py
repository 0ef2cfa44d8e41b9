"""`python -m benchmarks.deals`: pages of a long deal beside a short one, then many who press one button; code 1 for a fault."""

import argparse
import sys

from benchmarks.deals import pages


def main() -> None:
    """Both measurements."""
    parser = argparse.ArgumentParser(description=__doc__)
    for option, default in (("events", 1000), ("files", 200), ("repeats", 15), ("clients", 20)):
        parser.add_argument(f"--{option}", type=int, default=default)
    args = parser.parse_args()
    if not pages.measure(args.events, args.files, args.repeats):
        sys.exit(1)

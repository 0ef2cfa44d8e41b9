"""`python -m benchmarks.deals`."""

from benchmarks.deals.run import main

main()

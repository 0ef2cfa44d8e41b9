"""`python -m benchmarks.crowd`."""

from benchmarks.crowd.run import main

main()

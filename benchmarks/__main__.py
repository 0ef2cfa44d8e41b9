"""`make bench`: every figure that needs no outside data, in turn."""

from benchmarks import exact, freshness, gold, request, start

for part in (start, exact, request, gold, freshness):
    part.main()

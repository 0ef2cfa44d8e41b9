"""`make bench`: every figure that needs no outside data, in turn."""

from benchmarks import encoder, exact, freshness, gold, request, start

for part in (start, exact, encoder, request, gold, freshness):
    part.main()

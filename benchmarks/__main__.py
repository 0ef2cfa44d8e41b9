"""`make bench`: every figure that needs no outside data, in turn."""

from benchmarks import encoder, exact, freshness, gold, request, scale, start
from benchmarks.crowd import run as crowd
from benchmarks.deals import run as deals

for part in (start, exact, encoder, request, scale, gold, freshness, crowd, deals):
    part.main()

"""The glossary's own terms: what operators import and officers suggest, beside the files that are shipped."""

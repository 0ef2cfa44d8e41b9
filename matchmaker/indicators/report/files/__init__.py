"""The report as files: PDF, Word, a workbook, a data package. All are made from what was frozen, from nothing else."""

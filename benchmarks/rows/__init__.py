"""The rows of the table, a file for those that are measured together: `measure(bench)` of each yields results."""

"""Shows what a model wrote with what Discord can draw. What it wrote stays as it was in the record."""

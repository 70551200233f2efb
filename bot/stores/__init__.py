"""Places to keep what was said: the only package that imports a database."""

"""The Discord side: the only package that imports discord."""

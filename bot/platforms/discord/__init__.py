"""The Discord side: the only package, with the sandbox's peer, that imports discord."""

"""How the next token is chosen: by the checkpoint's settings, and what an answer's options put in their place."""

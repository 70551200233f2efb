"""`bot check`: judges what was found of token, database, disk and model, and says what to do. Asks nobody itself."""

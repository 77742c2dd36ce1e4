"""The encrypted SQLite file: the only package that speaks SQL."""

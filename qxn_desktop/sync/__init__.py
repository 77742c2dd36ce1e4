"""Packages and trust: operations to signed, encrypted bytes and back. Knows no store."""

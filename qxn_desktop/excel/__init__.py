"""Workbooks: read as cells, written with types, drop-downs and protection."""

"""One report, one file; found by walking this package."""

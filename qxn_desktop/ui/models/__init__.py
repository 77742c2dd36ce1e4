"""Qt models over rows and lines; they hold keys and the pages shown, never the data."""

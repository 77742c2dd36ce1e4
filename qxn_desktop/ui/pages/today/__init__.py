"""Parts of the page of the day."""

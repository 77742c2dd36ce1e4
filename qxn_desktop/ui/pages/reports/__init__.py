"""Parts of the page of reports."""

"""Parts of the page of registers."""

"""Parts of the page of exchange."""

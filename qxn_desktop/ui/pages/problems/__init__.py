"""Parts of the page 问题."""

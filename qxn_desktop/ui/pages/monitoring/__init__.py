"""Parts of the page 监测."""

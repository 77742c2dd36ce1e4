"""Parts of the page 数据体检."""

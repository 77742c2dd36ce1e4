"""The sections of the page 设置, one file each."""

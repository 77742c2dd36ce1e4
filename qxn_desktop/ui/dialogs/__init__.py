"""What stands before or over the window: unlocking, the first run, the palette, help."""

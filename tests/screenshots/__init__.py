"""Pictures of every page and dialog, and what is clipped in them."""

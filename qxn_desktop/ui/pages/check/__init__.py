"""Parts of the page of checks: rounds, one object a screen, the table for paper, what came back."""

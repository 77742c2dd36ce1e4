"""How large a file is, as people say it."""

from __future__ import annotations


def size_text(size: int) -> str:
    """``size`` bytes in KB or MB with one digit at most after the point."""
    if size < 1_000_000:
        return f"{max(1, round(size / 1000))} KB"
    return f"{size / 1_000_000:.1f} MB" if size < 100_000_000 else f"{size // 1_000_000} MB"

"""Keys as they are printed on a Chinese keyboard."""

from __future__ import annotations

_NAMES = {
    "Return": "回车", "Enter": "回车", "Space": "空格", "Up": "↑", "Down": "↓", "Left": "←",
    "Right": "→", "Backspace": "退格", "Escape": "Esc", "Del": "Delete", "PgDown": "PgDn",
}  # fmt: skip


def key_words(keys: str) -> str:
    """``Ctrl+Return`` as Ctrl+回车."""
    if keys.endswith("+") or len(keys) < 2:  # the plus sign itself, or a single sign
        return keys
    return "+".join(_NAMES.get(part, part) for part in keys.split("+"))

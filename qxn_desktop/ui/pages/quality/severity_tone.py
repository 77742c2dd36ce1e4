"""How the grade of a finding is coloured: what is wrong as red, what is doubtful as amber."""

from __future__ import annotations

from qxn_desktop.ui.style.tokens import Tone

TONES = {"错误": Tone.OVERDUE, "疑似": Tone.SOON, "线索": Tone.ACCENT}


def severity_tone(words: str) -> Tone | None:
    """The tone of a grade; None for no grade."""
    return TONES.get(words)

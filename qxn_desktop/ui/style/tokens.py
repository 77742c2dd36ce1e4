"""Colours and sizes by what they mean; a widget never names a colour of its own.

One accent for what can be done now. Red, amber and green mean overdue, soon and done, nothing
else, and never stand without a word or an icon. Text on its ground has a contrast of 4.5 : 1 or
more in both palettes (WCAG 2.1, 1.4.3); a test computes it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Tone(StrEnum):
    """What a coloured word means."""

    NEUTRAL = "neutral"
    ACCENT = "accent"
    OVERDUE = "overdue"
    SOON = "soon"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Tokens:
    """One palette: ``#rrggbb`` throughout."""

    ground: str
    nav: str
    card: str
    raised: str
    border: str
    border_strong: str
    text: str
    text_soft: str
    text_faint: str
    accent: str
    accent_hover: str
    accent_pressed: str
    accent_soft: str
    on_accent: str
    selection: str
    hover: str
    overdue: str
    overdue_soft: str
    soon: str
    soon_soft: str
    done: str
    done_soft: str
    bar: str
    on_bar: str
    bar_accent: str

    def ink(self, tone: Tone) -> str:
        """The colour of a word of this tone."""
        return {
            Tone.NEUTRAL: self.text_soft,
            Tone.ACCENT: self.accent,
            Tone.OVERDUE: self.overdue,
            Tone.SOON: self.soon,
            Tone.DONE: self.done,
        }[tone]

    def wash(self, tone: Tone) -> str:
        """The ground behind a word of this tone."""
        return {
            Tone.NEUTRAL: self.hover,
            Tone.ACCENT: self.accent_soft,
            Tone.OVERDUE: self.overdue_soft,
            Tone.SOON: self.soon_soft,
            Tone.DONE: self.done_soft,
        }[tone]


LIGHT = Tokens(
    ground="#f4f6f8", nav="#ebeef2", card="#ffffff", raised="#ffffff",
    border="#e1e5ea", border_strong="#c3cad3",
    text="#1d2129", text_soft="#4e5765", text_faint="#667080",
    accent="#1f5fd1", accent_hover="#1a53b8", accent_pressed="#15469c", accent_soft="#e7effc",
    on_accent="#ffffff", selection="#dbe7fb", hover="#eef1f5",
    overdue="#b3261e", overdue_soft="#fceceb", soon="#8a5300", soon_soft="#fdf2df",
    done="#1a6b42", done_soft="#e5f4eb",
    bar="#2a303a", on_bar="#f3f5f8", bar_accent="#9cc0ff",
)  # fmt: skip

DARK = Tokens(
    ground="#1a1c20", nav="#141619", card="#23262c", raised="#2a2e35",
    border="#343942", border_strong="#4d5562",
    text="#e9ebef", text_soft="#b6bdc8", text_faint="#98a1ae",
    accent="#7eaaff", accent_hover="#97bbff", accent_pressed="#6b99ef", accent_soft="#243350",
    on_accent="#0d1524", selection="#2b3d5f", hover="#2d3138",
    overdue="#ff9a92", overdue_soft="#43282a", soon="#f4c069", soon_soft="#3d3222",
    done="#82d6a5", done_soft="#20382b",
    bar="#3a404b", on_bar="#f3f5f8", bar_accent="#a9c8ff",
)  # fmt: skip

GRID = 8
"""px: margins and gaps are multiples of it, or half of it between what belongs together."""
ROW = 32
DENSE_ROW = 28
CONTROL = 32
NAV_WIDTH = 152

"""The look: readable in both palettes, every token used, every icon there."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QIcon

from qxn_desktop.common.resource_files import resource_root
from qxn_desktop.ui.style.icon import icon
from qxn_desktop.ui.style.style_sheet import style_sheet
from qxn_desktop.ui.style.theme import Look, dress, theme
from qxn_desktop.ui.style.tokens import DARK, LIGHT, Tokens, Tone

PALETTES = {"light": LIGHT, "dark": DARK}
ENOUGH = 4.5
SOURCE = Path(__file__).resolve().parents[2] / "qxn_desktop" / "ui"


def luminance(colour: str) -> float:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("tokens", PALETTES.values(), ids=PALETTES)
def test_words_can_be_read_on_their_ground(tokens: Tokens):
    grounds = (tokens.ground, tokens.card, tokens.nav, tokens.raised, tokens.hover)
    pairs = [(ink, g) for ink in (tokens.text, tokens.text_soft) for g in grounds]
    pairs += [(tokens.text_faint, ground) for ground in (tokens.card, tokens.ground)]
    pairs += [(tokens.ink(tone), tokens.wash(tone)) for tone in Tone]
    pairs += [(tokens.ink(tone), tokens.card) for tone in Tone]
    pairs += [(tokens.on_accent, a) for a in (tokens.accent, tokens.accent_hover)]
    pairs += [(tokens.text, tokens.selection), (tokens.on_bar, tokens.bar)]
    pairs += [(tokens.bar_accent, tokens.bar)]
    assert [(a, b, contrast(a, b)) for a, b in pairs if contrast(a, b) < ENOUGH] == []


def test_every_token_is_used():
    text = (resource_root() / "qss" / "window.qss").read_text(encoding="utf-8")
    code = "".join(p.read_text(encoding="utf-8") for p in (SOURCE / "style").glob("*.py"))
    names = {field.name for field in fields(Tokens)}
    assert {n for n in names if f"${n}" not in text and f"tokens.{n}" not in code} == set()


def test_sheet_leaves_no_placeholder():
    assert "$" not in style_sheet(LIGHT, 13)


@pytest.mark.parametrize("look", [Look.LIGHT, Look.DARK])
def test_a_disabled_icon_is_seen_on_a_disabled_button(qapp, look):
    dress(qapp, look)
    picture = (
        icon("orders", "on_accent", 96).pixmap(QSize(96, 96), 1.0, QIcon.Mode.Disabled).toImage()
    )
    inks = [picture.pixelColor(x, y) for x in range(96) for y in range(96)]
    solid = {colour.name() for colour in inks if colour.alpha() == 255}
    assert solid == {theme().tokens.text_faint}  # Qt's own grey of the ink is lost there
    dress(qapp, Look.LIGHT)


def test_look_changes_at_once(qapp):
    dress(qapp, Look.DARK)
    assert theme().tokens is DARK
    dress(qapp, Look.LIGHT)
    assert theme().tokens is LIGHT


def test_every_icon_named_in_the_source_is_there():
    calls = re.compile(r'(?:set_icon\(\w+, |icon=|icon_button\(\s*|EmptyState\(\s*)"(\w+)"')
    named = {
        name
        for path in SOURCE.rglob("*.py")
        for name in calls.findall(path.read_text(encoding="utf-8"))
    }
    there = {path.stem for path in (resource_root() / "icons").glob("*.svg")}
    assert len(named) > 3
    assert named - there == set()

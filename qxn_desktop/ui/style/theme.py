"""The look in force: light, dark, or as the system has it. One for the whole application."""

from __future__ import annotations

from enum import StrEnum
from typing import cast

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from qxn_desktop.ui.style.font import BODY_PX, body_font, load_fonts
from qxn_desktop.ui.style.style_sheet import style_sheet
from qxn_desktop.ui.style.tokens import DARK, LIGHT, Tokens


class Look(StrEnum):
    """What the user may choose."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Theme(QObject):
    """Applies a look to the application and tells when it changed."""

    changed = Signal()

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self._look = Look.SYSTEM
        self._px = BODY_PX
        self.tokens: Tokens = LIGHT
        app.styleHints().colorSchemeChanged.connect(self._follow_system)

    @property
    def look(self) -> Look:
        return self._look

    @property
    def px(self) -> int:
        """Size of running text."""
        return self._px

    def apply(self, look: Look, px: int = BODY_PX) -> None:
        """Put ``look`` in force, with running text of ``px``."""
        self._look, self._px = look, px
        dark = look is Look.DARK or (look is Look.SYSTEM and self._system_is_dark())
        self.tokens = DARK if dark else LIGHT
        self._app.setFont(body_font(px))
        self._app.setPalette(_palette(self.tokens))
        self._app.setStyleSheet(style_sheet(self.tokens, px))
        self.changed.emit()

    def _system_is_dark(self) -> bool:
        return self._app.styleHints().colorScheme() is Qt.ColorScheme.Dark

    def _follow_system(self, _scheme: Qt.ColorScheme) -> None:
        if self._look is Look.SYSTEM:
            self.apply(Look.SYSTEM, self._px)


def dress(app: QApplication, look: Look = Look.SYSTEM, px: int = BODY_PX) -> Theme:
    """Give the application its typefaces and its look; again only changes the look."""
    known = app.findChild(Theme)
    if known is None:
        app.setStyle("Fusion")  # the same on every system, and fully styled by the sheet
        load_fonts()
        known = Theme(app)
    known.apply(look, px)
    return known


def theme() -> Theme:
    """The theme of the running application."""
    app = QApplication.instance()
    known = None if app is None else app.findChild(Theme)
    return known if known is not None else dress(cast("QApplication", app))


def _palette(tokens: Tokens) -> QPalette:
    """For what the sheet does not reach: selections of text, placeholders, links."""
    palette = QPalette()
    role = QPalette.ColorRole
    colours = {
        role.Window: tokens.ground,
        role.WindowText: tokens.text,
        role.Base: tokens.card,
        role.AlternateBase: tokens.ground,
        role.Text: tokens.text,
        role.PlaceholderText: tokens.text_faint,
        role.Button: tokens.card,
        role.ButtonText: tokens.text,
        role.ToolTipBase: tokens.bar,
        role.ToolTipText: tokens.on_bar,
        role.Highlight: tokens.selection,
        role.HighlightedText: tokens.text,
        role.Link: tokens.accent,
        role.Accent: tokens.accent,
        role.Light: tokens.card,
        role.Midlight: tokens.hover,
        role.Mid: tokens.border,
        role.Dark: tokens.border_strong,
        role.Shadow: tokens.border_strong,
    }
    for name, colour in colours.items():
        palette.setColor(name, QColor(colour))
    disabled = QPalette.ColorGroup.Disabled
    for name in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(disabled, name, QColor(tokens.text_faint))
    return palette

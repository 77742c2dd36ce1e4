"""Icons in the colour of their words, sharp at every scale."""

from __future__ import annotations

import re
from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget

from qxn_desktop.common.resource_files import read_resource, resource_path
from qxn_desktop.ui.style.theme import theme

_NAME, _INK, _SIZE = "iconName", "iconInk", "iconSide"
_FILL = re.compile(r'fill="(?!none)[^"]*"')


def icon(name: str, ink: str = "text_soft", size: int = 18) -> QIcon:
    """``resources/icons/<name>.svg`` in the colour of a token, ``size`` px square.

    On what is disabled it has the colour of disabled words.
    """
    tokens = theme().tokens
    scales = frozenset(screen.devicePixelRatio() for screen in QGuiApplication.screens())
    return _drawn(name, (str(getattr(tokens, ink)), tokens.text_faint), size, scales)


def pixmap(name: str, ink: str, size: int, scale: float) -> QPixmap:
    """The same as a picture for a screen of this scale."""
    return _picture(name, str(getattr(theme().tokens, ink)), size, scale)


def set_icon(
    widget: QAbstractButton | QLabel, name: str, ink: str = "text_soft", size: int = 18
) -> None:
    """Give a button or label an icon that follows the theme."""
    widget.setProperty(_NAME, name)
    widget.setProperty(_INK, ink)
    widget.setProperty(_SIZE, size)
    _dress(widget)


def repaint_icons() -> None:
    """Draw all icons anew after the theme changed."""
    for widget in QApplication.allWidgets():
        if isinstance(widget, QAbstractButton | QLabel) and widget.property(_NAME):
            _dress(widget)


def app_icon() -> QIcon:
    """The program's own icon."""
    return QIcon(str(resource_path("icons/app.svg")))


def _dress(widget: QWidget) -> None:
    name, ink, size = (widget.property(key) for key in (_NAME, _INK, _SIZE))
    if isinstance(widget, QAbstractButton):
        widget.setIcon(icon(name, ink, size))
        widget.setIconSize(QSize(size, size))
    elif isinstance(widget, QLabel):
        widget.setPixmap(pixmap(name, ink, size, widget.devicePixelRatioF()))


@lru_cache(maxsize=512)
def _drawn(name: str, colours: tuple[str, str], size: int, scales: frozenset[float]) -> QIcon:
    """The icon in the first colour, where it is disabled in the second."""
    colour, disabled = colours
    made = QIcon()
    for scale in sorted(scales):
        made.addPixmap(_picture(name, colour, size, scale))
        # Greyed by Qt, the ink of a blue button would be lost on its disabled ground.
        made.addPixmap(_picture(name, disabled, size, scale), QIcon.Mode.Disabled)
    return made


@lru_cache(maxsize=1024)
def _picture(name: str, colour: str, size: int, scale: float) -> QPixmap:
    side = round(size * scale)
    picture = QPixmap(side, side)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    _renderer(name, colour).render(painter, QRectF(0, 0, side, side))
    painter.end()
    picture.setDevicePixelRatio(scale)
    return picture


@lru_cache(maxsize=256)
def _renderer(name: str, colour: str) -> QSvgRenderer:
    source = read_resource(f"icons/{name}.svg")
    coloured = _FILL.sub(f'fill="{colour}"', source)
    if "fill=" not in source:
        coloured = coloured.replace("<svg ", f'<svg fill="{colour}" ', 1)
    return QSvgRenderer(QByteArray(coloured.encode()))

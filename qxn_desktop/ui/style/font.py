"""The typeface on screen: our own, since a bare machine has no Chinese one."""

from __future__ import annotations

from PySide6.QtGui import QFont, QFontDatabase

from qxn_desktop.common.errors import Bug
from qxn_desktop.common.resource_files import resource_path, resource_root

FAMILY = "QXN Sans"
RARE = "QXN Kai"
"""Stands in for characters of names that the first has not."""
BODY_PX = 13
"""12 px is 9 pt, what WPS users are used to; a tired reader is grateful for one more."""


def load_fonts() -> None:
    """Make the screen's typefaces known to Qt (6 ms). Call it once there is an application."""
    faces = sorted((resource_root() / "fonts").glob("qxn-sans*.ttf"))
    for path in (*faces, resource_path("fonts/qxn-kai.ttf")):
        if QFontDatabase.addApplicationFont(str(path)) < 0:
            raise Bug("E-UI-001", "程序文件不完整：字体不能使用，请重新安装。")


def body_font(px: int = BODY_PX) -> QFont:
    """The font of running text."""
    font = QFont([FAMILY, RARE])
    font.setPixelSize(px)
    return font

"""The keys of the form, always in sight."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from qxn_desktop.ui.widgets.card import row
from qxn_desktop.ui.widgets.text import label

KEYS = (
    ("数字", "作答"),
    ("0", "不适用"),
    ("回车", "下一项"),
    ("退格", "上一项"),
    ("Ctrl+Z", "撤销一步"),
    ("Ctrl+回车", "登记"),
    ("PgDn", "下一个"),
    ("Esc", "回清单"),
)


class KeyLegend(QWidget):
    """One line: each key and what it does."""

    def __init__(self) -> None:
        super().__init__()
        line = row(spacing=6)
        for key, meaning in KEYS:
            line.addWidget(label(key, "key"))
            line.addWidget(label(meaning, "faint"))
            line.addSpacing(6)
        line.addStretch(1)
        self.setLayout(line)

"""Asks why personal values are to be seen whole: once, then the same reason is logged again."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from qxn_desktop.ui.widgets.button import button
from qxn_desktop.ui.widgets.card import packed
from qxn_desktop.ui.widgets.text import label

REASONS = ("入户核对", "与系统比对", "上报材料", "本人查询")


class ReasonAsk(QWidget):
    """``given`` carries the reason. Hidden until ``want`` asks the first time."""

    given = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._reason = ""
        self.choice = QComboBox()
        self.choice.setEditable(True)
        self.choice.addItems(REASONS)
        for one in (self.choice, self.choice.lineEdit()):
            if one is not None:
                one.setAccessibleName("查看完整信息的理由")
        field = self.choice.lineEdit()
        if field is not None:
            field.returnPressed.connect(self.take)
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 8)
        body.addWidget(label("查看完整信息的理由（记入本机日志，只问一次）", "soft", wrap=True))
        body.addWidget(self.choice)
        body.addLayout(packed(button("显示完整信息", self.take), button("不看了", self.hide)))
        self.hide()

    def want(self) -> None:
        """Somebody wants to see: the reason is asked the first time."""
        if self._reason:
            self.given.emit(self._reason)
        else:
            self.show()
            self.choice.setFocus(Qt.FocusReason.TabFocusReason)  # marked: typing replaces it

    def take(self) -> None:
        """What stands there is the reason."""
        self._reason = self.choice.currentText().strip()
        if self._reason:
            self.hide()
            self.given.emit(self._reason)
        else:
            self.choice.setFocus(Qt.FocusReason.OtherFocusReason)

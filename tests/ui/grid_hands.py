"""A page of 台账 with the keyboard on its grid, for the tests of the grid."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from qxn_desktop.ui.main_window import MainWindow
from qxn_desktop.ui.navigation import PageSpec
from tests.ui.settling import settle

SPEC = PageSpec("records", "台账", "ledger", "qxn_desktop.ui.pages.records_page", "RecordsPage")
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
Key = Qt.Key


class Grid:
    """A page of households with the keyboard on its grid."""

    def __init__(self, qtbot, shell):
        self._qtbot, self._shell = qtbot, shell
        self.window = MainWindow(shell, (SPEC,))
        qtbot.addWidget(self.window)
        with qtbot.waitActive(self.window):
            self.window.show()
            self.window.activateWindow()
        self.rest()
        self.page = self.window.page
        self.table = self.page.table
        self.table.setFocus()

    def rest(self):
        settle(self._qtbot, self._shell)

    def press(self, key, held=Qt.KeyboardModifier.NoModifier):
        if QApplication.focusWidget() is None:  # a dialog was closed: the window is to the fore
            with self._qtbot.waitActive(self.window):
                self.window.activateWindow()
        focus = QApplication.focusWidget()
        assert focus is not None
        self._qtbot.keyClick(focus, key, held)
        self.rest()

    def type(self, text):
        for sign in text:
            self.press(sign)

    def to(self, row, field):
        names = [one.id for one in self.table.rows.fields]
        self.table.go_to_cell(row, names.index(field))
        self.rest()

    @property
    def place(self):
        here = self.table.currentIndex()
        return here.row(), self.table.rows.fields[here.column()].id

    @property
    def editor(self):
        focus = QApplication.focusWidget()
        return focus if focus is not self.table else None

    def cell(self, row, field):
        return self.table.rows.line(row).cells[field]

    def column(self, field, count=4):
        return [self.cell(row, field) for row in range(count)]

    def stored(self, row):
        with self._shell.here() as ctx:
            return ctx.ws.get(self.page.bar.spec.id, self.table.rows.line(row).id)

    def accept(self):
        self.page.hand.preview.accept()
        self.rest()


def clipboard(text=None):
    board = QGuiApplication.clipboard()
    if text is not None:
        board.setText(text)
    return board.text()

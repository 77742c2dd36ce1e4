"""Where a spreadsheet enters 台账: chosen, or dropped anywhere on the page."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from qxn_desktop.ui.action import Action
from qxn_desktop.ui.dialogs.national_dialog import NationalDialog
from qxn_desktop.ui.file_asking import Purpose, ask_open
from qxn_desktop.ui.pages.records.import_view import FILES, KINDS, ImportView
from qxn_desktop.ui.shell import Shell
from qxn_desktop.ui.widgets.file_drop import FileDrop


class ImportDoor(QObject):
    """Puts the import in the place of the list. ``left``: the register that was filled, or ""."""

    left = Signal(str)

    def __init__(self, shell: Shell, page: QWidget, views: QStackedWidget) -> None:
        super().__init__(page)
        self._shell = shell
        self._page = page
        self._views = views
        self._view: ImportView | None = None
        self.register = ""
        """The register that is looked at: a file is for it, unless it says otherwise."""
        self.drop = FileDrop(page, KINDS)
        self.drop.dropped.connect(lambda path: self.begin(Path(path)))

    @property
    def is_open(self) -> bool:
        """Whether the import stands in the place of the list."""
        return self._view is not None and self._views.currentWidget() is self._view

    @property
    def view(self) -> ImportView:
        """The import; made when it is first wanted."""
        if self._view is None:
            self._view = ImportView(self._shell)
            self._view.left.connect(self._close)
            self._views.addWidget(self._view)
        return self._view

    def choose(self) -> None:
        """Ask for a file and open it."""
        path = ask_open(self._page, Purpose.TABLES, "导入表格", FILES)
        if path is not None:
            self.begin(path)

    def begin(self, path: Path) -> None:
        """Open a file."""
        self._views.setCurrentWidget(self.view)
        self.view.begin(path, self.register)

    def show_national(self) -> None:
        """What was changed here and has to be entered in the national system."""
        dialog = NationalDialog(self._shell, self._page)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def actions(self) -> list[Action]:
        """What keys and the palette offer."""
        return [
            Action("导入表格（Excel、CSV）", self.choose, ("Ctrl+I",)),
            Action("要录入国家系统的改动", self.show_national),
            Action("导入：下一步", self.go_on, ("Ctrl+Return",), listed=False),
        ]

    def go_on(self) -> None:
        """The next step of the import."""
        if self.is_open:
            self.view.go_on()

    def _close(self, register: str) -> None:
        self._views.setCurrentIndex(0)
        self.left.emit(register)

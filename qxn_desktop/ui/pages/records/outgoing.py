"""What leaves 台账 as a file and comes back: 导出, and forms that others fill or want filled."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QDialog, QMenu, QPushButton, QWidget

from qxn_desktop.services.list_query import ListQuery
from qxn_desktop.ui import file_asking
from qxn_desktop.ui.action import Action
from qxn_desktop.ui.dialogs.export_dialog import ExportDialog
from qxn_desktop.ui.dialogs.fill_form_dialog import FillFormDialog
from qxn_desktop.ui.dialogs.return_form_dialog import ReturnFormDialog
from qxn_desktop.ui.dialogs.send_form_dialog import SendFormDialog
from qxn_desktop.ui.shell import Shell
from qxn_desktop.ui.widgets.button import button

NOT_TYPED = "这本台账由检查产生，不发给村里填。"


@dataclass(frozen=True, slots=True)
class Listed:
    """The list as it stands: its query and the paths of its columns.

    ``by_hand``: users keep the register.
    """

    query: ListQuery
    columns: tuple[str, ...] = ()
    by_hand: bool = True


class Outgoing:
    """Its actions and buttons; ``listed`` tells what the page shows, None before it does."""

    def __init__(self, shell: Shell, page: QWidget, listed: Callable[[], Listed | None]) -> None:
        self._shell, self._page, self._listed = shell, page, listed
        self.export_button = button("导出", self.export, icon="export")
        self.export_button.setToolTip("Ctrl+E")
        self.forms_button = button("填表", icon="sheet")
        menu = QMenu(self.forms_button)
        for one in self._form_actions():
            menu.addAction(f"{one.title}…", one.run)
        self.forms_button.setMenu(menu)
        self.forms_button.setToolTip("发给村里填、收回、填别人的表")

    @property
    def buttons(self) -> Sequence[QPushButton]:
        """For the head of the page."""
        return (self.export_button, self.forms_button)

    def actions(self) -> Sequence[Action]:
        """For keys and the palette."""
        return (Action("导出", self.export, ("Ctrl+E",)), *self._form_actions())

    def export(self) -> None:
        """导出."""
        listed = self._listed()
        if listed is not None:
            self._open(ExportDialog(self._shell, self._page, listed.query, listed.columns))

    def send(self) -> None:
        """发给村里填."""
        listed = self._listed()
        if listed is not None and listed.by_hand:
            self._open(SendFormDialog(self._shell, self._page, listed.query))
        elif listed is not None:
            self._shell.say(NOT_TYPED)

    def take_back(self) -> None:
        """收回填好的表."""
        purpose, kinds = file_asking.Purpose.RECEIVED, "Excel 表格 (*.xlsx)"
        path = file_asking.ask_open(self._page, purpose, "选村里发回来的表", kinds)
        if path is not None:
            self._open(ReturnFormDialog(self._shell, self._page, path))

    def fill(self) -> None:
        """填别人的表."""
        listed = self._listed()
        if listed is not None:
            self._open(FillFormDialog(self._shell, self._page, listed.query))

    def _form_actions(self) -> tuple[Action, ...]:
        return (
            Action("发给村里填", self.send),
            Action("收回填好的表", self.take_back),
            Action("填别人的表", self.fill),
        )

    def _open(self, dialog: QDialog) -> None:
        dialog.open()

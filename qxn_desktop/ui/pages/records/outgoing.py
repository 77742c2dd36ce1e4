"""What leaves 台账 as a file and comes back: 导出, and forms that others fill."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QDialog, QPushButton, QWidget

from qxn_desktop.services.record_list import ListQuery
from qxn_desktop.ui.action import Action
from qxn_desktop.ui.dialogs.export_dialog import ExportDialog
from qxn_desktop.ui.shell import Shell
from qxn_desktop.ui.widgets.button import button


@dataclass(frozen=True, slots=True)
class Listed:
    """The list as it stands: its query and the paths of its columns."""

    query: ListQuery
    columns: tuple[str, ...] = ()


class Outgoing:
    """Its actions and buttons; ``listed`` tells what the page shows, None before it does."""

    def __init__(self, shell: Shell, page: QWidget, listed: Callable[[], Listed | None]) -> None:
        self._shell, self._page, self._listed = shell, page, listed
        self.export_button = button("导出", self.export, icon="export")
        self.export_button.setToolTip("Ctrl+E")

    @property
    def buttons(self) -> Sequence[QPushButton]:
        """For the head of the page."""
        return (self.export_button,)

    def actions(self) -> Sequence[Action]:
        """For keys and the palette."""
        return (Action("导出", self.export, ("Ctrl+E",)),)

    def export(self) -> None:
        """导出."""
        listed = self._listed()
        if listed is not None:
            self._open(ExportDialog(self._shell, self._page, listed.query, listed.columns))

    def _open(self, dialog: QDialog) -> None:
        dialog.open()

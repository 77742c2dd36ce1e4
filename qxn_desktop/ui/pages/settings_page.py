"""设置: a list of sections at the left, one of them at the right."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module

from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStackedWidget

from qxn_desktop.ui.navigation import SETTINGS_PARTS
from qxn_desktop.ui.page import Page
from qxn_desktop.ui.pages.settings.section import Section
from qxn_desktop.ui.shell import Shell
from qxn_desktop.ui.style.icon import icon
from qxn_desktop.ui.style.theme import theme
from qxn_desktop.ui.target import Target
from qxn_desktop.ui.widgets.card import row

_HERE = "qxn_desktop.ui.pages.settings"
_PARTS = {
    "unit": ("office", f"{_HERE}.unit_section", "UnitSection"),
    "accounts": ("people", f"{_HERE}.accounts_section", "AccountsSection"),
    "checklists": ("checks", f"{_HERE}.checklists_section", "ChecklistsSection"),
    "quality": ("shield", f"{_HERE}.quality_section", "QualitySection"),
    "villages": ("village", f"{_HERE}.villages_section", "VillagesSection"),
    "backup": ("backup", f"{_HERE}.backup_section", "BackupSection"),
    "holidays": ("calendar", f"{_HERE}.holidays_section", "HolidaysSection"),
    "machine": ("settings", f"{_HERE}.machine_section", "MachineSection"),
}
SECTIONS = tuple((id_, title, *_PARTS[id_]) for id_, title in SETTINGS_PARTS)
"""Id, title, icon, and what is imported when it is first opened."""
LIST_WIDTH = 168


class SettingsPage(Page):
    """``open`` takes the id of a section, as id or as the fact ``section``."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.list = QListWidget()
        self.list.setAccessibleName("设置的各部分")
        self.list.setFixedWidth(LIST_WIDTH)
        self.stack = QStackedWidget()
        self._sections: dict[str, Section] = {}
        for _, title, *_rest in SECTIONS:
            self.list.addItem(QListWidgetItem(title))
        self._draw()
        theme().changed.connect(self._draw)
        whole = row(self.list, spacing=16)
        whole.addWidget(self.stack, 1)
        self.body.addLayout(whole, 1)
        self.list.currentRowChanged.connect(self._show)
        self.list.setCurrentRow(0)
        self.setFocusProxy(self.list)

    @property
    def section(self) -> Section:
        """The section that is shown."""
        return self.show_section(SECTIONS[self.list.currentRow()][0])

    def show_section(self, id_: str) -> Section:
        """Bring a section to the front; it is built when it is first asked for."""
        ids = [one[0] for one in SECTIONS]
        at = ids.index(id_) if id_ in ids else 0
        if self.list.currentRow() != at:
            self.list.setCurrentRow(at)
        return self._made(at)

    def open(self, target: Target) -> None:
        section = target.id or target.fact("section")
        if section:
            self.show_section(section)

    def refresh(self) -> None:
        self.section.refresh()

    def unfinished(self) -> Sequence[str]:
        return [words for one in self._sections.values() for words in one.unfinished()]

    def _show(self, at: int) -> None:
        before = self.stack.currentWidget()
        if isinstance(before, Section):
            before.leave()
        self.shell.settle()
        self.stack.setCurrentWidget(self._made(at))
        self.say_title("设置", SECTIONS[at][1])
        self.refresh_soon()

    def _made(self, at: int) -> Section:
        id_, _, _, module, name = SECTIONS[at]
        known = self._sections.get(id_)
        if known is None:
            known = getattr(import_module(module), name)(self.shell)
            if not isinstance(known, Section):
                raise TypeError(f"{name} is no section")
            self._sections[id_] = known
            self.stack.addWidget(known)
        return known

    def _draw(self) -> None:
        for at, (_, _, image, *_rest) in enumerate(SECTIONS):
            self.list.item(at).setIcon(icon(image))

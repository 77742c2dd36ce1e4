"""A field that refers to a row of another register: typed by name or pinyin, chosen from a list."""

from __future__ import annotations

from qxn_desktop.services.search import Group, Hit, find_in
from qxn_desktop.ui.shell import Shell
from qxn_desktop.ui.widgets.object_picker import KINDS, MOST, ObjectPicker


class RefField(ObjectPicker):
    """As ``ObjectPicker``, of one register."""

    def __init__(self, shell: Shell, register: str, says: str) -> None:
        super().__init__(shell, says)
        self._register = register
        self.setPlaceholderText("输入名字或拼音首字母，再选")
        self.setClearButtonEnabled(True)

    @property
    def value(self) -> str:
        """The id that was chosen, else what was typed (the service then looks for it)."""
        return self.hit.id if self.hit is not None else self.text().strip()

    def set_row(self, id_: str, label: str) -> None:
        """Show a row that is referred to already."""
        self.show_hit(Hit(label, "", self._register, id_) if id_ else None)

    def _look(self, text: str) -> None:
        if self.hit is not None:
            self.hit = None
            self.picked.emit(None)
        if text.strip():
            work = lambda ctx: (Group(KINDS[0], find_in(ctx, self._register, text, MOST)),)  # noqa: E731
            self._shell.read(self, work, self.show_found, key="find")

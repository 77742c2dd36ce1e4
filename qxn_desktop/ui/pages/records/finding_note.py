"""What 数据体检 says of the row that is shown: softly, and keeping nobody from anything."""

from __future__ import annotations

from functools import partial

from qxn_desktop.services import quality
from qxn_desktop.services.quality import FindingLine
from qxn_desktop.services.quality_view import CHECKED
from qxn_desktop.ui.shell import Shell
from qxn_desktop.ui.style.tokens import Tone
from qxn_desktop.ui.target import Target
from qxn_desktop.ui.widgets.button import button
from qxn_desktop.ui.widgets.card import Note

MOST = 3
"""Findings that are told; of more it says how many there are."""


class FindingNote(Note):
    """Reads by itself, after the row is shown; hidden while there is nothing to say."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(tone=Tone.SOON)
        self._shell = shell
        self._name = ""
        self.more = button("数据体检", self._go, "link")
        self.body.addWidget(self.more)
        self.hide()

    def look_at(self, register: str, id_: str) -> None:
        """Say what is found at a row of ``register``."""
        self.hide()
        if register in CHECKED:
            work = lambda ctx: quality.findings_at(ctx, register, id_)  # noqa: E731
            self._shell.read(self, work, partial(self._tell, register), key="findings")

    def _tell(self, register: str, found: tuple[FindingLine, ...]) -> None:
        waiting = [line for line in found if line.mark is None]
        told = [_words(register, line) for line in waiting[:MOST]]
        if len(waiting) > MOST:
            told.append(f"共 {len(waiting)} 处。")
        self.words.setText("\n".join(told))
        if waiting:
            one = waiting[0].finding
            self._name = one.head or one.who
        self.setVisible(bool(waiting))

    def _go(self) -> None:
        self._shell.go(Target("quality", facts={"text": self._name}))


def _words(register: str, line: FindingLine) -> str:
    """The sentence, with the member's name where the row shown is the household."""
    named = line.finding.register == "member" and register != "member"
    return f"{line.finding.who}：{line.finding.sentence}" if named else line.finding.sentence

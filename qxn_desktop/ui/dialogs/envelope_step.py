"""First run, 3: the recovery code, once on screen, printed for the sealed envelope."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from qxn_desktop.common.clock import Clock
from qxn_desktop.common.whole_file import write_whole
from qxn_desktop.services.envelope import envelope_pdf
from qxn_desktop.ui import file_asking
from qxn_desktop.ui.errand import Errands
from qxn_desktop.ui.file_asking import Purpose
from qxn_desktop.ui.runner import Failed
from qxn_desktop.ui.style.tokens import Tone
from qxn_desktop.ui.widgets.button import button
from qxn_desktop.ui.widgets.card import Card, Note, packed
from qxn_desktop.ui.widgets.text import label, set_tone

LACKS = "请先打印、保存或抄下恢复码，装进信封，再勾选上面这一项。"
LEAVING = "恢复码还没有收好。现在关闭，以后到“设置”的“账户”里换发；再关一次就关闭。"
SAVE_TITLE = "保存恢复码（打印后请删除这个文件）"


class EnvelopeStep(QWidget):
    """Shows one recovery code; ``wipe`` takes it off the screen."""

    changed = Signal()
    title = "把恢复码装进信封"

    def __init__(self, errands: Errands, failed: Failed, clock: Clock) -> None:
        super().__init__()
        self._errands, self._failed, self._clock = errands, failed, clock
        self._code = self._unit = self._site = ""
        self._groups = QHBoxLayout()
        self._groups.setSpacing(8)
        card = Card()
        card.body.addLayout(self._groups)
        self._print = button("打印", self._print_it, icon="print")
        self._save = button("保存为 PDF", self._save_it, icon="save")
        self.kept = QCheckBox("恢复码已经打印或抄下，装进信封封好了")
        self.kept.toggled.connect(self._ticked)
        self._lacks = label(LACKS, "fault")
        self._lacks.hide()
        self._file: Path | None = None
        self._said = Note()
        self._said.words.setProperty("verbatim", True)
        self._open = button(file_asking.OPEN_FOLDER, self._open_folder, "link", "folder_open")
        self._said.body.addWidget(self._open)
        self._said.hide()
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(12)
        body.addWidget(
            label(
                "口令全忘了，只有它能打开数据。它只显示这一次，程序里不保存；"
                "请打印后装进信封，签名封好，交单位负责人锁存。不要拍照，不要发微信。",
                wrap=True,
            )
        )
        body.addWidget(card)
        body.addLayout(packed(self._print, self._save))
        body.addWidget(self._said)
        body.addStretch(1)
        body.addWidget(self.kept)
        body.addWidget(self._lacks)
        self.setFocusProxy(self._print)

    @property
    def is_ready(self) -> bool:
        """Whether the code is said to be in its envelope."""
        return self.kept.isChecked()

    def say_missing(self) -> None:
        """Say that the code must be kept first."""
        self._warn(LACKS)

    def say_leaving(self) -> None:
        """Say what it means to end the program before the code is kept."""
        self._warn(LEAVING)

    def _warn(self, text: str) -> None:
        self._lacks.setText(text)
        self._lacks.show()
        self.kept.setFocus()

    def show_code(self, code: str, unit: str, site: str) -> None:
        """A new code of the machine ``site`` of ``unit``."""
        self._code, self._unit, self._site = code, unit, site
        self.kept.setChecked(False)
        self._fill(code.split("-"))

    def wipe(self) -> None:
        """Take the code off the screen and forget it."""
        self._code = ""
        self._said.hide()
        self._fill([])

    def _ticked(self) -> None:
        self._lacks.hide()
        self.changed.emit()

    def _fill(self, groups: list[str]) -> None:
        while (item := self._groups.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.setParent(None)
                widget.deleteLater()
        for group in groups:
            word = label(group, "figure")
            word.setAlignment(Qt.AlignmentFlag.AlignCenter)
            word.setProperty("verbatim", True)
            self._groups.addWidget(word, 1)

    def _made(self) -> bytes:
        return envelope_pdf(self._unit, self._site, self._code, self._clock)

    def _print_it(self) -> None:
        self._away(self, self._made, self._send)

    def _away(self, owner: QObject, work: Callable[[], Any], done: Callable[[Any], None]) -> None:
        self._errands.run(owner, "正在排版", lambda _job: work(), done, self._failed)

    def _send(self, pdf: bytes) -> None:
        from qxn_desktop.ui.widgets import print_run  # noqa: PLC0415 - rare

        printer = print_run.ask_printer(self, "恢复码信封", 1)
        if printer is not None:
            run = print_run.PrintRun(self._away, pdf, printer, self)
            run.finished.connect(self._sent)
            run.start()

    def _sent(self, pages: int) -> None:
        if pages:
            self._tell("已交给打印机。请核对纸上的码和屏幕上一样。")
        else:
            self._tell("打印机没有接收，请看看它是否连好、有纸，再打印一次。", tone=Tone.SOON)

    def _save_it(self) -> None:
        name, kinds = "恢复码信封.pdf", "PDF 文件 (*.pdf)"
        path = file_asking.ask_save(self, Purpose.ENVELOPE, SAVE_TITLE, name, kinds)
        if path is not None:
            self._errands.run(
                self,
                "正在排版",
                lambda _job: write_whole(path, self._made()),
                lambda _done: self._tell_saved(path),
                self._failed,
            )

    def _open_folder(self) -> None:
        if self._file is not None:
            file_asking.folder_opener(self._file)()

    def _tell_saved(self, path: Path) -> None:
        self._tell(f"已保存到 {path}。打印装进信封以后，请删除这个文件。", path)

    def _tell(self, text: str, path: Path | None = None, tone: Tone = Tone.DONE) -> None:
        """Say what happened; with a file, offer its folder."""
        self._file = path
        self._open.setVisible(path is not None)
        set_tone(self._said, tone)
        self._said.words.setText(text)
        self._said.show()

"""收到文件: what a package brings, before it is taken in."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal

from qxn_desktop.common.progress import Cancelled
from qxn_desktop.services import exchange
from qxn_desktop.services.exchange import Merged
from qxn_desktop.services.package_preview import MergePreview, preview_merge
from qxn_desktop.sync.package_content import PackageContent
from qxn_desktop.ui.pages.exchange.brought_table import BroughtTables
from qxn_desktop.ui.pages.exchange.remarks import Remarks
from qxn_desktop.ui.shell import Shell
from qxn_desktop.ui.style.tokens import Tone
from qxn_desktop.ui.widgets.button import button
from qxn_desktop.ui.widgets.card import Card, Note, row
from qxn_desktop.ui.widgets.text import label


class ReceivePanel(Card):
    """``left``: the user goes back. ``refused``: the file cannot be opened; the window says why."""

    left = Signal()
    refused = Signal()
    conflicts_wanted = Signal()
    merged = Signal()

    def __init__(self, shell: Shell) -> None:
        super().__init__("收到的数据包")
        self.shell = shell
        self.path = Path()
        self._opened: list[PackageContent] = []
        self._brought = ""
        self.source = label(kind="soft", wrap=True)
        self.words = label(kind="strong", wrap=True)
        self.tables = BroughtTables()
        self.remarks = Remarks()
        self.result = Note(tone=Tone.DONE)
        self.to_conflicts = button("去裁决", self.conflicts_wanted.emit, "link", "merge")
        self.result.body.addWidget(self.to_conflicts)
        self.merge_button = button("合并", self.merge, "primary", "merge")
        self._back = button("不合并", self.left.emit)
        for widget in (self.source, self.words, self.result, self.remarks):
            self.body.addWidget(widget)
        self.body.addWidget(self.tables, 1)
        buttons = row(self.merge_button, self._back)
        buttons.addStretch(1)
        self.body.addLayout(buttons)
        self.setFocusProxy(self.merge_button)

    def begin(self, path: Path) -> None:
        """Open the package at ``path`` and show what it brings; nothing is taken in."""
        self.path = path
        self._opened.clear()
        self.source.setText(f"{path.name}")
        self.words.setText("正在核对签名、解密……")
        self.result.hide()
        self.remarks.show_texts(())
        self.tables.show_lines((), ())
        self.merge_button.setEnabled(False)
        self.merge_button.show()
        self._back.setText("不合并")
        self.shell.read(
            self, lambda ctx: preview_merge(ctx, path), self._show, self._refuse, key="open"
        )

    def merge(self) -> None:
        """Take in what was shown, as it was read."""
        if not self._opened:
            return
        self.merge_button.setEnabled(False)
        opened = self._opened
        self.shell.do(
            self,
            "正在合并数据包",
            # Taken out of the list, so that the worker's thread frees the operations bit by bit.
            lambda ctx, job: exchange.merge_opened(ctx, opened.pop(), job),
            self._merged,
            self._failed,
        )

    def _show(self, preview: MergePreview) -> None:
        self._opened.append(preview.content)
        self._brought = f"{preview.sender}的数据"
        self.source.setText(
            f"{self.path.name}　来自{preview.sender}，{preview.made_at} 导出；签名核对无误。"
        )
        self.words.setText(preview.sentence)
        self.tables.show_lines(preview.registers, preview.villages)
        self.remarks.show_texts(preview.remarks)
        self.merge_button.setText("合并回执" if preview.nothing else "合并")
        self.merge_button.setEnabled(True)
        self.merge_button.setFocus()

    def _merged(self, done: Merged) -> None:
        outcome = done.outcome
        said = [f"已合并{self._brought}"]
        said += [f"{outcome.pending} 条先存着等前面的记录"] if outcome.pending else []
        said += [f"{outcome.quarantined} 条内容不符，已隔离"] if outcome.quarantined else []
        said += [f"现有 {outcome.conflicts} 处冲突待裁决"] if outcome.conflicts else []
        clock = "对方电脑的时钟走快了一天以上，请提醒校时。" if outcome.suspect_clock else ""
        words = "，".join(said) + "。" + clock
        self.result.words.setText(words)
        self.to_conflicts.setVisible(outcome.conflicts > 0)
        self.result.show()
        self.remarks.show_texts(())
        self.merge_button.hide()
        self._back.setText("返回")
        self._back.setFocus()
        self.shell.say(words)
        self.merged.emit()

    def _refuse(self, error: BaseException) -> None:
        self.refused.emit()
        self.shell.fail(error)

    def _failed(self, error: BaseException) -> None:
        """Nothing was taken in; what was opened may be gone, so it is opened anew."""
        if isinstance(error, Cancelled):
            self.begin(self.path)
        else:
            self.refused.emit()
        self.shell.fail(error)

"""发给别人: what would go out, to whom, and the package written."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox

from qxn_desktop.common.clock import CHINA
from qxn_desktop.services import exchange
from qxn_desktop.services.exchange import Packed
from qxn_desktop.services.package_preview import PackPreview, preview_pack, size_text
from qxn_desktop.services.trust import ExchangeView
from qxn_desktop.ui import file_asking
from qxn_desktop.ui.file_asking import Purpose
from qxn_desktop.ui.pages.exchange.brought_table import BroughtTables
from qxn_desktop.ui.pages.exchange.remarks import Remarks
from qxn_desktop.ui.shell import Shell
from qxn_desktop.ui.style.tokens import Tone
from qxn_desktop.ui.widgets.button import button
from qxn_desktop.ui.widgets.card import Card, Note, packed, row
from qxn_desktop.ui.widgets.text import label

HINT = "数据包是加密的，只有选中的电脑打得开；可以用 U 盘、微信或邮件传。多发几次也没关系。"
EVERYBODY = "所有登记的电脑"


class SendPanel(Card):
    """``left`` says that the user goes back."""

    left = Signal()

    def __init__(self, shell: Shell) -> None:
        super().__init__("发给别人")
        self.shell = shell
        self._written: Path | None = None
        self.to = QComboBox()
        self.to.setAccessibleName("发给")
        self.to.setMinimumWidth(220)
        self.to.activated.connect(lambda _index: self.refresh())
        self.words = label(kind="strong", wrap=True)
        self.tables = BroughtTables()
        self.remarks = Remarks()
        self.result = Note(tone=Tone.DONE)
        self.result.body.addWidget(
            button(file_asking.OPEN_FOLDER, self._show_folder, "link", "folder_open")
        )
        self.pack_button = button("导出数据包…", self.pack, "primary", "export")
        back = button("返回", self.left.emit)
        self.body.addLayout(packed(label("发给", "soft"), self.to))
        for widget in (self.words, self.result, self.remarks):
            self.body.addWidget(widget)
        self.body.addWidget(self.tables, 1)
        self.body.addWidget(label(HINT, "faint", wrap=True))
        buttons = row(self.pack_button, back)
        buttons.addStretch(1)
        self.body.addLayout(buttons)
        self.setFocusProxy(self.pack_button)

    def begin(self, view: ExchangeView, only: str = "") -> None:
        """Show what would go to everybody, or to the machine ``only``."""
        self.to.clear()
        self.to.addItem(f"{EVERYBODY}（{len(view.partners)} 台）", None)
        for partner in view.partners:
            self.to.addItem(f"{partner.machine}　{partner.unit}", partner.site)
        self.to.setCurrentIndex(max(self.to.findData(only), 0) if only else 0)
        self.result.hide()
        self.refresh()

    def refresh(self) -> None:
        """Count anew."""
        only = self.to.currentData()
        self.words.setText("正在清点……")
        self.pack_button.setEnabled(False)
        self.shell.read(self, lambda ctx: preview_pack(ctx, only), self._show, key="pack")

    def pack(self) -> None:
        """Ask where to, and write the package."""
        now = self.shell.desk.clock.now().astimezone(CHINA)
        name, kinds = f"数据包 {now:%Y-%m-%d %H%M}.qxnpkg", "数据包 (*.qxnpkg)"
        path = file_asking.ask_save(self, Purpose.SENT, "导出数据包", name, kinds)
        if path is None:
            return
        only = self.to.currentData()
        self.shell.do(
            self,
            "正在导出数据包",
            lambda ctx, job: exchange.pack(ctx, path, only, job),
            self._packed,
        )

    def _show(self, preview: PackPreview) -> None:
        self.words.setText(preview.sentence)
        self.tables.show_lines(preview.registers, preview.villages)
        self.remarks.show_texts(preview.remarks)
        self.pack_button.setText("仍要导出回执…" if preview.nothing else "导出数据包…")
        self.pack_button.setEnabled(True)

    def _packed(self, made: Packed) -> None:
        self._written = made.path
        carried = f"改动 {made.operations} 处" + (f"、照片 {made.photos} 张" if made.photos else "")
        self.result.words.setText(
            f"已导出 {made.path.name}（{size_text(made.size)}，{carried}）。"
            "把这个文件传给对方，对方在“收到文件”里打开。"
        )
        self.result.show()
        file_asking.tell_saved(self.shell, made.path, f"已导出“{made.path.name}”")

    def _show_folder(self) -> None:
        if self._written is not None:
            file_asking.folder_opener(self._written)()

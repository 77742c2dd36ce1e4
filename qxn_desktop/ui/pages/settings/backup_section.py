"""备份: made, verified, copied to a second place, brought back."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from qxn_desktop.common.preferences import Recent
from qxn_desktop.services import backups
from qxn_desktop.services.backups import BackupLine, BackupMade, BackupPage
from qxn_desktop.ui import file_asking
from qxn_desktop.ui.dialogs.restore import WHAT, Restore
from qxn_desktop.ui.errand import Errands
from qxn_desktop.ui.file_asking import Purpose
from qxn_desktop.ui.machine import machine
from qxn_desktop.ui.models.column import Column
from qxn_desktop.ui.models.lines_model import LinesModel
from qxn_desktop.ui.pages.settings.section import Section
from qxn_desktop.ui.runner import Write
from qxn_desktop.ui.shell import Shell
from qxn_desktop.ui.style.tokens import Tone
from qxn_desktop.ui.widgets.button import button
from qxn_desktop.ui.widgets.card import Card, Note, column, emptied, packed
from qxn_desktop.ui.widgets.empty_state import EmptyState
from qxn_desktop.ui.widgets.size_text import size_text
from qxn_desktop.ui.widgets.table_view import TableView
from qxn_desktop.ui.widgets.text import label

COLUMNS = (
    Column("时间", lambda one: f"{one.made:%Y-%m-%d %H:%M}", 150),
    Column("位置", lambda one: one.place, 100),
    Column("大小", lambda one: size_text(one.size), 90, numeric=True, sort=lambda one: one.size),
    Column(
        "校验",
        lambda one: "已校验" if one.verified else "未校验",
        100,
        tone=lambda one: Tone.DONE if one.verified else Tone.SOON,
    ),
    Column("文件", lambda one: one.name),
)
NONE_YET = (
    "电脑坏了、丢了，数据要靠备份找回。点右上角“立即备份”，现在就做第一份；以后每天自动做一份，"
    "做完自动核对。请在下面选一个 U 盘，每次多存一份。"
)
TABLE_HEIGHT = 34 + 32 * 7


class BackupSection(Section):
    """Warnings, what was made, where it is copied to, and the way back."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._errands = Errands(self)
        self._warnings = column()
        self.model = LinesModel(COLUMNS, self)
        self.table = TableView(self.model, "备份")
        self.table.setFixedHeight(TABLE_HEIGHT)
        self.none = EmptyState("backup", "还没有备份", NONE_YET)
        self.none.hide()
        self.now = button("立即备份", self._make, "primary", "backup")
        self._verify = button("校验选中的备份", self._verify_it, icon="shield")
        self._rotation = label("", "faint", wrap=True)
        made = Card("已有的备份")
        made.head.addWidget(self.now)
        made.body.addWidget(self.table)
        made.body.addWidget(self.none)
        made.body.addWidget(self._rotation)
        self._folder = button("打开备份文件夹", self._open_folder, icon="folder")
        made.body.addLayout(packed(self._verify, self._folder))
        self._place = label("", "soft", wrap=True)
        self.choose = button("选文件夹…", self._choose, icon="usb")
        self._drop = button("不再复制", self._drop_second)
        place = Card("第二备份位置（U盘或移动硬盘）")
        place.body.addWidget(self._place)
        place.body.addLayout(packed(self.choose, self._drop))
        self.restore = Restore(self._errands, shell.desk.clerk)
        self.restore.whole.setContentsMargins(0, 8, 0, 0)
        for said_by_the_card in (self.restore.heading, self.restore.remark):
            said_by_the_card.hide()
        self.restore.looked.connect(lambda: self.bring_into_view(self.restore))
        self.restore.hide()
        back = Card("从备份恢复")
        self._open_restore = button("查看并恢复一个备份…", self._show_restore, icon="history")
        back.body.addWidget(label(WHAT, "soft", wrap=True))
        back.body.addLayout(packed(self._open_restore))
        back.body.addWidget(self.restore)
        self.body.addLayout(self._warnings)
        for card in (made, place, back):
            self.body.addWidget(card)
        self.body.addStretch(1)
        self.table.chosen.connect(self._judge)
        self.restore.back_wanted.connect(self._hide_restore)
        self.restore.restored.connect(self._restored)
        self.destroyed.connect(self._errands.close)
        self._judge(None)

    def refresh(self) -> None:
        self.shell.read(self, backups.backup_page, self._show, key="page")

    def leave(self) -> None:
        self._hide_restore()

    def _show(self, page: BackupPage) -> None:
        emptied(self._warnings)
        for text in page.warnings:
            self._warnings.addWidget(Note(text, Tone.SOON))
        self.model.show(page.lines)
        for widget in (self.table, self._verify, self._folder):
            widget.setVisible(bool(page.lines))
        self.none.setVisible(not page.lines)
        if page.lines and self.table.current_line() is None:
            self.table.go_to(0)
        keep = page.rotation
        mark = "（默认，可在“单位与报告”里改）" if page.rotation_default else ""
        self._rotation.setText(
            f"每天自动备份一次。保留最近{keep.daily}天、{keep.weekly}周、{keep.monthly}个月的，"
            f"更早的自动删除{mark}。"
        )
        self._place.setText(
            f"每次备份后再复制一份到：{page.second_folder}" if page.second_folder else "还没有选。"
        )
        self._drop.setVisible(bool(page.second_folder))

    def _judge(self, chosen: BackupLine | None) -> None:
        self._verify.setEnabled(chosen is not None)

    def _make(self) -> None:
        self.shell.do(self, "正在备份", backups.make, self._made)

    def _made(self, made: BackupMade) -> None:
        more = f"，删除了 {made.removed} 个旧备份" if made.removed else ""
        said = f"已备份并校验，{size_text(made.size)}{more}"
        if made.note:
            self.shell.say(made.note)
        else:
            file_asking.tell_saved(self.shell, made.path, said)
        self.refresh()

    def _verify_it(self) -> None:
        line = self.table.current_line()
        if isinstance(line, BackupLine):
            path = line.path
            work: Write = lambda ctx, job: backups.verify(ctx, path, job)  # noqa: E731
            self.shell.do(self, "正在校验备份", work, self._verified)

    def _verified(self, line: BackupLine) -> None:
        self.shell.say(f"{line.made:%m月%d日 %H:%M} 的备份完整，可以恢复。")
        self.refresh()

    def _open_folder(self) -> None:
        line = self.table.current_line()
        folder = line.path.parent if isinstance(line, BackupLine) else self.shell.desk.root
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))

    def _choose(self) -> None:
        chosen = file_asking.ask_folder(self, Purpose.SECOND_BACKUP, "选第二备份位置")
        if chosen is not None:
            self.set_second(chosen)

    def set_second(self, folder: Path | None) -> None:
        """Copy each backup to ``folder`` from now on; None: no longer."""
        work: Write = lambda ctx, _job: backups.choose_second_folder(ctx, folder)  # noqa: E731
        said = "已选好第二备份位置。" if folder else "不再复制到第二个位置。"
        self.shell.do(self, "正在保存", work, lambda _warnings: self._saved(said))

    def _drop_second(self) -> None:
        self.set_second(None)

    def _saved(self, said: str) -> None:
        self.shell.say(said)
        self.refresh()

    def _show_restore(self) -> None:
        self._open_restore.hide()
        self.restore.show()
        line = self.table.current_line()
        if isinstance(line, BackupLine):
            self.restore.take_file(line.path)
        else:
            self.restore.setFocus()
        self.bring_into_view(self.restore)

    def _hide_restore(self) -> None:
        self.restore.close_desk()
        self.restore.hide()
        self._open_restore.show()

    def _restored(self, root: Path, clerk: str) -> None:
        present = machine().preferences.recent[:1]
        machine().note_opened(Recent(str(root), root.name, clerk))
        for one in present:  # the next start must offer what is worked in, not the copy
            machine().note_opened(one)
        self._hide_restore()
        self.shell.say(f"已恢复到 {root}。锁定后点“关闭数据”，就能在列表里打开它。")

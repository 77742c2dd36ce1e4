"""检查表: one at a time: questions, frequencies, settings, versions; edited into the next one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import (
    QListWidget,
    QStackedWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from qxn_desktop.common.whole_file import write_whole
from qxn_desktop.domain.template import Template
from qxn_desktop.services import template_editing
from qxn_desktop.services.checklist_choice import ChecklistLine, checklist_lines
from qxn_desktop.services.template_editing import TemplatePage, template_page
from qxn_desktop.ui import file_asking
from qxn_desktop.ui.file_asking import Purpose
from qxn_desktop.ui.pages.settings.checklist_editor import ChecklistEditor
from qxn_desktop.ui.pages.settings.checklist_import import ChecklistImport
from qxn_desktop.ui.pages.settings.checklist_tabs import (
    FrequencyTab,
    ItemTab,
    SettingTab,
    VersionTab,
)
from qxn_desktop.ui.pages.settings.section import Section
from qxn_desktop.ui.runner import Write
from qxn_desktop.ui.shell import Shell
from qxn_desktop.ui.style.tokens import Tone
from qxn_desktop.ui.widgets.button import button
from qxn_desktop.ui.widgets.card import Note, row
from qxn_desktop.ui.widgets.one_line import one_line
from qxn_desktop.ui.widgets.text import label

LIST_WIDTH = 136


class ChecklistsSection(Section):
    """A list of checklists, and one of them; or its editor; or what is imported."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._ids: list[str] = []
        self._page: TemplatePage | None = None
        self.list = QListWidget()
        self.list.setAccessibleName("检查表")
        self.list.setFixedWidth(LIST_WIDTH)
        one_line(self.list)
        self._import = button("导入…", self._show_import, icon="import")
        self.editor = ChecklistEditor(shell)
        self.importer = ChecklistImport(shell)
        self.stack = QStackedWidget()
        for one in (self._reading(), self.editor, self.importer):
            self.stack.addWidget(one)
        left = QVBoxLayout()
        left.addWidget(self.list, 1)
        left.addWidget(self._import)
        whole = row(spacing=16)
        whole.addLayout(left)
        whole.addWidget(self.stack, 1)
        self.body.addLayout(whole, 1)
        self.list.currentRowChanged.connect(self._look)
        for one in (self.editor, self.importer):
            one.finished.connect(self._finished)

    def refresh(self) -> None:
        self.shell.read(self, checklist_lines, self._fill, key="list")

    def leave(self) -> None:
        if not self._is_editing():  # a new version is written over more than one visit
            self.stack.setCurrentIndex(0)

    def unfinished(self) -> Sequence[str]:
        return ["设置：没有保存的新版检查表"] if self._is_editing() else ()

    def _is_editing(self) -> bool:
        return self.stack.currentWidget() is self.editor and self.editor.is_changed

    def _reading(self) -> QWidget:
        self._title = label("", "section", wrap=True)
        self._about = label("", "faint", wrap=True)
        self._ends = Note("", Tone.SOON)
        self._ends.hide()
        self._edit = button("改出新版…", self._show_editor, icon="edit")
        self._end = button("停用", self._toggle_end)
        self._save = button("存成文件…", self._export, "quiet", "export")
        self.tabs = QTabWidget()
        self.tabs.setAccessibleName("检查表的内容")
        self.items, self.frequencies = ItemTab(), FrequencyTab(self.shell)
        self.settings, self.versions = SettingTab(self.shell), VersionTab()
        for tab, title in (
            (self.items, "题目"),
            (self.frequencies, "频次"),
            (self.settings, "参数"),
            (self.versions, "版本"),
        ):
            self.tabs.addTab(tab, title)
        head = row()
        head.addWidget(self._title, 1)
        for one in (self._edit, self._end, self._save):
            head.addWidget(one)
        made = QWidget()
        body = QVBoxLayout(made)
        body.setContentsMargins(0, 0, 0, 0)
        body.addLayout(head)
        body.addWidget(self._about)
        body.addWidget(self._ends)
        body.addWidget(self.tabs, 1)
        return made

    def _fill(self, lines: Sequence[ChecklistLine]) -> None:
        kept = (
            self._ids[self.list.currentRow()] if self._ids and self.list.currentRow() >= 0 else ""
        )
        self._ids = [one.id for one in lines]
        self.list.blockSignals(True)
        self.list.clear()
        self.list.addItems([_name(one) for one in lines])
        self.list.setCurrentRow(self._ids.index(kept) if kept in self._ids else 0)
        self.list.blockSignals(False)
        self._look()

    def _look(self) -> None:
        at = self.list.currentRow()
        if 0 <= at < len(self._ids):
            id_ = self._ids[at]
            self.shell.read(self, lambda ctx: template_page(ctx, id_), self._show, key="page")

    def _show(self, page: TemplatePage) -> None:
        self._page = page
        start = f"，{page.start} 起" if page.start else ""
        self._title.setText(f"{page.title}（第{page.version}版{start}）")
        basis = "；".join(page.basis) or "默认"
        self._about.setText(f"检查{page.objects}　依据：{basis}\n{page.approval}")
        said = f"{page.last_day} 后停用。" if page.last_day else ""
        if page.upcoming:
            said += f"新版从 {page.upcoming} 起用，之前仍用现在这版。"
        self._ends.words.setText(said)
        self._ends.setVisible(bool(said))
        self._end.setText("恢复使用" if page.last_day else "停用")
        self.items.show_page(page)
        self.frequencies.show_page(page)
        self.settings.show_page(page)
        self.versions.show_page(page)

    def _show_editor(self) -> None:
        if self._page is not None:
            self.editor.begin(self._page)
            self.stack.setCurrentWidget(self.editor)
            self.editor.setFocus()

    def _show_import(self) -> None:
        self.importer.begin()
        self.stack.setCurrentWidget(self.importer)
        self.importer.setFocus()

    def _finished(self) -> None:
        self.stack.setCurrentIndex(0)
        self.refresh()

    def _toggle_end(self) -> None:
        page = self._page
        if page is None:
            return
        if page.last_day:
            work: Write = lambda ctx, _job: template_editing.enable(ctx, page.id)  # noqa: E731
        else:
            work = lambda ctx, _job: template_editing.disable(ctx, page.id, ctx.today)  # noqa: E731
        self.shell.do(self, "正在保存", work, self._toggled)

    def _toggled(self, template: Template) -> None:
        last = template.approval.disabled_on
        said = (
            f"“{template.title}”今天以后不再下达任务，填过的检查都在。" if last else "已恢复使用。"
        )
        self.shell.say(said, more=("撤回停用", self._toggle_end) if last else None)
        self.refresh()

    def _export(self) -> None:
        page = self._page
        if page is None:
            return
        name = f"{page.id}-{page.title}.toml"
        kinds = "检查表 (*.toml)"
        path = file_asking.ask_save(self, Purpose.TABLES, "存成检查表文件", name, kinds)
        if path is not None:

            def work(ctx: object, _job: object) -> None:
                text = template_editing.file_text(ctx, page.id)  # type: ignore[arg-type]
                write_whole(path, text.encode())

            self.shell.do(
                self, "正在保存", work, lambda _none: file_asking.tell_saved(self.shell, path)
            )


def _name(line: ChecklistLine) -> str:
    return f"{line.short_title}（停用）" if line.disabled else line.short_title

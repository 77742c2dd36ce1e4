"""Scenes before the work and of the settings: see ``scenes``."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import cast

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from qxn_desktop.common.preferences import Recent
from qxn_desktop.services import backups, workspaces
from qxn_desktop.services.accounts import accounts_of
from qxn_desktop.services.checklist_choice import checklist_lines
from qxn_desktop.services.handover import people_with_work
from qxn_desktop.services.restoring import BackupPreview
from qxn_desktop.ui.dialogs.door import Door
from qxn_desktop.ui.dialogs.lock_screen import LockScreen
from qxn_desktop.ui.machine import machine
from qxn_desktop.ui.pages.settings.accounts_section import AccountsSection
from qxn_desktop.ui.pages.settings.checklists_section import ChecklistsSection
from qxn_desktop.ui.pages.settings.section import Section
from qxn_desktop.ui.pages.settings.unit_section import UnitSection
from qxn_desktop.ui.pages.settings_page import SettingsPage
from tests.screenshots.stage import Scene, Stage

OFFICE: list[Scene] = []
CODE = "ABCDE-FGHJK-LMNPQ-RSTUV-WXYZ2-34567"
BASIS = "镇党政办公会纪要〔2026〕11号"


def scene(arrive: Callable[[Stage], QWidget]) -> Callable[[Stage], QWidget]:
    """Register the function below as a scene of its name."""
    OFFICE.append(Scene(arrive.__name__.replace("_", "-"), arrive))
    return arrive


def settled(stage: Stage) -> QWidget:
    stage.settle()
    return stage.window


# --- before the work


def door(stage: Stage) -> Door:
    return stage.show(Door(stage.shell.desk.clock))


def newcomer(stage: Stage) -> Door:
    """The door as who never used the program finds it."""
    shown = door(stage)
    shown._show(shown.first_run)
    stage.settle()
    return shown


@scene
def first_run(stage: Stage) -> QWidget:
    shown = newcomer(stage)
    shown.first_run.unit.search.setText("ytz")
    stage.settle()
    return shown


@scene
def first_run_account(stage: Stage) -> QWidget:
    shown = newcomer(stage)
    shown.first_run.unit.search.setText("ytz")
    shown.first_run.next.click()
    shown.first_run.account.name.setText("韦建国")
    shown.first_run.account.first.setText("一句好记的话")
    shown.first_run.account.again.setText("一句好")
    stage.settle()
    return shown


@scene
def first_run_envelope(stage: Stage) -> QWidget:
    shown = newcomer(stage)
    shown.first_run.envelope.show_code(CODE, "册亨县 · 丫他镇", "abc")
    shown.first_run._show(2)
    stage.settle()
    return shown


@scene
def first_run_begin(stage: Stage) -> QWidget:
    shown = newcomer(stage)
    shown.first_run.start.show_lines(stage.read(checklist_lines))
    shown.first_run._show(3)
    shown.first_run.start._tick_all()
    shown.first_run.start.basis.setText(BASIS)
    stage.settle()
    return shown


@scene
def unlock(stage: Stage) -> QWidget:
    root = stage.shell.desk.root
    machine().note_opened(Recent(str(root.parent / "演示"), "丫他镇", "韦小兰", demo=True))
    machine().note_opened(Recent(str(root), "丫他镇", "韦小兰"))
    shown = door(stage)
    machine().set(recent=())
    shown.unlock._passphrase_row.tell("账户“韦小兰”的口令不正确，请重新输入。", fault=True)
    stage.settle()
    return shown


@scene
def restore(stage: Stage) -> QWidget:
    shown = door(stage)
    folder = Path("D:/备份")
    shown.restore.path.setText(str(folder / "丫他镇-CF7-20261124-173200.qxnbackup"))
    found = BackupPreview(
        folder / "丫他镇-CF7-20261124-173200.qxnbackup", "丫他镇", "册亨县 · 丫他镇", "CF7号机",
        48_200_000, 12_840, 211, "2026-11-24 17:32", "2026-11-24 17:30", folder / "丫他镇（恢复）",
    )  # fmt: skip
    shown.restore._previewed(found)
    shown._show(shown.restore)
    stage.settle()
    return shown


@scene
def locked(stage: Stage) -> QWidget:
    ground = QWidget()
    ground.resize(QSize(stage.window.size()))
    LockScreen(ground, stage.shell.desk, "丫他镇")
    return stage.show(ground)


# --- 设置


def section(stage: Stage, id_: str) -> Section:
    stage.go("settings", id_)
    page = cast("SettingsPage", stage.window.page)
    found = page.section
    found.leave()
    stage.settle()
    return found


@scene
def settings_unit(stage: Stage) -> QWidget:
    found = cast("UnitSection", section(stage, "unit"))
    found.rows["limits"].open()
    return settled(stage)


@scene
def settings_accounts(stage: Stage) -> QWidget:
    if "李新来" not in accounts_of(stage.shell.desk.root):
        stage.write(lambda ctx: workspaces.add_clerk(ctx, "李新来", "一个新的口令呀"))
    found = cast("AccountsSection", section(stage, "accounts"))
    found.handover.giver.setCurrentText(stage.read(people_with_work)[0])
    found.handover.taker.setCurrentText("李新来")
    found.handover.reason.setText("岗位调整")
    return settled(stage)


@scene
def settings_account_new(stage: Stage) -> QWidget:
    found = cast("AccountsSection", section(stage, "accounts"))
    found.add.click()
    return settled(stage)


@scene
def settings_checklists(stage: Stage) -> QWidget:
    found = cast("ChecklistsSection", section(stage, "checklists"))
    found.list.setCurrentRow(2)
    found.tabs.setCurrentIndex(0)
    return settled(stage)


@scene
def settings_checklist_settings(stage: Stage) -> QWidget:
    found = cast("ChecklistsSection", section(stage, "checklists"))
    found.list.setCurrentRow(2)
    found.tabs.setCurrentWidget(found.settings)
    return settled(stage)


@scene
def settings_checklist_frequencies(stage: Stage) -> QWidget:
    found = cast("ChecklistsSection", section(stage, "checklists"))
    found.list.setCurrentRow(2)
    found.tabs.setCurrentWidget(found.frequencies)
    return settled(stage)


@scene
def settings_checklist_editor(stage: Stage) -> QWidget:
    found = cast("ChecklistsSection", section(stage, "checklists"))
    found.list.setCurrentRow(2)
    stage.settle()
    found._edit.click()
    found.editor.form.text.setPlainText("厕屋完整：有墙、有顶、有门，门能关闭")
    return settled(stage)


@scene
def settings_checklist_import(stage: Stage) -> QWidget:
    found = cast("ChecklistsSection", section(stage, "checklists"))
    found._import.click()
    found.importer.take_file(Path("D:/县里发的/饮水安全.xlsx"))
    return settled(stage)


@scene
def settings_backup(stage: Stage) -> QWidget:
    if not stage.read(backups.backup_page).lines:
        stage.write(backups.make)
    section(stage, "backup")
    return settled(stage)


@scene
def settings_holidays(stage: Stage) -> QWidget:
    section(stage, "holidays")
    return settled(stage)


@scene
def settings_machine(stage: Stage) -> QWidget:
    section(stage, "machine")
    return settled(stage)

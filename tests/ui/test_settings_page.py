"""设置 as a clerk uses it: each section does what it says, on a real workspace."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from qxn_desktop.common.preferences import Recent
from qxn_desktop.services import accounts, backups, handover, settings, templates
from qxn_desktop.services.checklist_choice import checklist_lines
from qxn_desktop.services.legal_step import Action
from qxn_desktop.services.problem_opening import Found, open_by_hand
from qxn_desktop.services.problems import do
from qxn_desktop.services.template_import import write_sample
from qxn_desktop.ui.machine import machine
from qxn_desktop.ui.main_window import MainWindow
from qxn_desktop.ui.pages.settings.accounts_section import AccountsSection, Question, SecretForm
from qxn_desktop.ui.pages.settings.backup_section import BackupSection
from qxn_desktop.ui.pages.settings.checklists_section import ChecklistsSection
from qxn_desktop.ui.pages.settings.holidays_section import HolidaysSection
from qxn_desktop.ui.pages.settings.machine_section import MachineSection
from qxn_desktop.ui.pages.settings.unit_section import UnitSection
from qxn_desktop.ui.pages.settings_page import SECTIONS, SettingsPage
from qxn_desktop.ui.style.theme import Look, theme
from qxn_desktop.ui.target import Target
from tests.builders import SECRET, VILLAGE
from tests.ui.settling import settle

BASIS = "镇党政办公会纪要〔2026〕11号"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, dressed: None) -> None:
    monkeypatch.setenv("QXN_HOME", str(tmp_path / "home"))
    machine().read()


@pytest.fixture
def window(qtbot: QtBot, office_shell) -> Iterator[MainWindow]:
    made = MainWindow(office_shell)
    qtbot.addWidget(made)
    made.show()
    settle(qtbot, office_shell)
    yield made
    made.hide()


def section(qtbot: QtBot, window: MainWindow, id_: str):
    window.show_target(Target("settings", id_))
    settle(qtbot, window.shell)
    assert isinstance(window.page, SettingsPage)
    return window.page.section


def press(qtbot: QtBot, root: QWidget, words: str) -> None:
    """Click the button that says ``words``, or is called so, once it is seen."""

    def seen() -> list[QPushButton]:
        buttons = root.findChildren(QPushButton)
        return [b for b in buttons if b.isVisible() and words in (b.text(), b.accessibleName())]

    qtbot.waitUntil(lambda: len(seen()) == 1)
    seen()[0].click()


def test_every_section_opens_by_keyboard(qtbot, window):
    page = section(qtbot, window, "unit") and window.page
    for at, (id_, title, *_rest) in enumerate(SECTIONS):
        assert page.list.currentRow() == at
        assert (page.subtitle, page.section.isVisible()) == (title, True)
        assert page.show_section(id_) is page.section
        qtbot.keyClick(page.list, Qt.Key.Key_Down)
        settle(qtbot, window.shell)
    assert window.trouble.text == ""


def test_a_setting_is_changed_with_its_basis_and_taken_back(qtbot, window):
    unit = section(qtbot, window, "unit")
    assert isinstance(unit, UnitSection)
    row = unit.rows["limits"]
    row.open()
    row.editor.fields["critical"].setValue(5)
    row.basis.setText(BASIS)
    press(qtbot, row, "保存")
    settle(qtbot, window.shell)
    assert window.said.text == "已保存“整改期限（天，按严重程度）”。"
    with window.shell.here() as ctx:
        assert settings.value(ctx, settings.LIMITS)["critical"] == 5
    row = unit.rows["limits"]
    row.open()
    assert row.basis.text() == BASIS
    press(qtbot, row, "恢复默认")
    settle(qtbot, window.shell)
    with window.shell.here() as ctx:
        assert settings.value(ctx, settings.LIMITS) is None


def test_enter_leads_from_a_settings_field_to_its_basis_and_saves(qtbot, window):
    found = section(qtbot, window, "unit")
    row = found.rows[settings.HEAD]
    row.open()
    qtbot.keyClicks(row.editor.field, "Luo")
    qtbot.keyClick(row.editor.field, Qt.Key.Key_Return)
    assert window.focusWidget() is row.basis
    qtbot.keyClick(row.basis, Qt.Key.Key_Return)
    settle(qtbot, window.shell)
    with window.shell.here() as ctx:
        assert settings.text(ctx, settings.HEAD) == "Luo"


def test_what_is_being_typed_survives_a_change_elsewhere(qtbot, window):
    unit = section(qtbot, window, "unit")
    row = unit.rows["report_head"]
    row.open()
    row.editor.field.setText("覃主任")
    work = lambda ctx, _job: settings.set_value(ctx, settings.REVIEWER, "韦审核")  # noqa: E731
    window.shell.do(unit, "正在保存", work)
    settle(qtbot, window.shell)
    assert row.editor.field.text() == "覃主任"


def test_a_wrong_day_is_told_and_stays_typed(qtbot, window):
    unit = section(qtbot, window, "unit")
    row = unit.rows["start_date"]
    row.open()
    row.editor.field.setText("昨天")
    press(qtbot, row, "保存")
    settle(qtbot, window.shell)
    assert "启用日期" in window.trouble.text
    assert row.is_open


def test_townships_of_a_reporting_unit_are_ticked(qtbot, window):
    unit = section(qtbot, window, "unit")
    row = unit.rows["reporting_unit"]
    row.open()
    for at in (0, 3):
        row.editor.list.item(at).setCheckState(Qt.CheckState.Checked)
    row.basis.setText("州委〔2026〕1号")
    row.save()
    settle(qtbot, window.shell)
    with window.shell.here() as ctx:
        kept = settings.value(ctx, "reporting_unit")
    assert (kept["name"], len(kept["members"])) == ("义龙新区", 2)


def add_account(qtbot: QtBot, window: MainWindow, name: str) -> AccountsSection:
    found = section(qtbot, window, "accounts")
    assert isinstance(found, AccountsSection)
    found.add.click()
    [form] = [one for one in found.findChildren(SecretForm) if one.isVisible()]
    form.name.setText(name)
    form.first.setText("一个新的口令呀")
    form.go.click()
    assert form.isVisible()
    assert "再输入一次" in form._typed.again_row.said
    form.again.setText("一个新的口令呀")
    form.go.click()
    assert form.first.text() == form.again.text() == ""
    settle(qtbot, window.shell)
    return found


def test_an_account_is_added_and_disabled_after_a_question(qtbot, window):
    found = add_account(qtbot, window, "李新来")
    assert window.said.text == "已添加账户李新来。"
    press(qtbot, found, "停用：李新来")
    with window.shell.here() as ctx:
        assert len([a for a in accounts.account_page(ctx).accounts if not a.disabled]) == 2
    [question] = [one for one in found.findChildren(Question) if one.isVisible()]
    question.go.click()
    settle(qtbot, window.shell)
    with window.shell.here() as ctx:
        assert [a.name for a in accounts.account_page(ctx).accounts if a.disabled] == ["李新来"]


def test_ones_own_passphrase_is_changed(qtbot, window):
    found = section(qtbot, window, "accounts")
    press(qtbot, found, "改口令：韦建国")
    [form] = [one for one in found.findChildren(SecretForm) if one.isVisible()]
    form.first.setText("换了一个新口令")
    form.again.setText("换了一个新口令")
    qtbot.keyClick(form.again, Qt.Key.Key_Return)
    settle(qtbot, window.shell)
    root, clock = window.shell.desk.root, window.shell.desk.clock
    secret = replace(SECRET, passphrase="换了一个新口令")
    assert accounts.recognize(root, secret, clock) == "韦建国"


def test_a_new_recovery_code_is_shown_once_and_put_away(qtbot, window):
    found = section(qtbot, window, "accounts")
    found.renew.click()
    settle(qtbot, window.shell)
    assert found.envelope.isVisible()
    assert found.envelope._groups.count() == 6
    window.show_target(Target("settings", "unit"))
    assert found.envelope._groups.count() == 0


def test_nobody_to_hand_over_to_leads_to_a_new_account(qtbot, window):
    found = section(qtbot, window, "accounts")
    panel = found.handover
    assert not panel._form.isVisible()
    assert "先添加接手人的账户" in panel._alone.words.text()
    press(qtbot, panel, "添加账户")
    [form] = [one for one in found.findChildren(SecretForm) if one.isVisible()]
    form.close_form()
    add_account(qtbot, window, "李新来")
    assert panel._form.isVisible()
    assert not panel._alone.isVisible()


def test_open_work_is_handed_over(qtbot, window):
    def prepare(ctx):
        id_ = open_by_hand(ctx, Found("厕所污水外溢", source="12345", object_id=VILLAGE))
        do(ctx, id_, Action("assign", {"owner": "罗老三", "supervisor": "覃督办"}))

    window.shell.desk.write(prepare).result()
    panel = section(qtbot, window, "accounts").handover
    assert panel.giver.findText("罗老三") >= 0
    panel.giver.setCurrentText("罗老三")
    panel.taker.setCurrentText("韦建国")
    settle(qtbot, window.shell)
    panel.go.click()
    assert "请写移交的理由" in panel._reason_row.said
    panel.reason.setText("岗位调整")
    assert panel.go.text() == "移交 1 项"
    panel.go.click()
    settle(qtbot, window.shell)
    assert window.said.text == "已将 1 项移交给韦建国。"
    with window.shell.here() as ctx:
        assert [one.title for one in handover.open_work(ctx, "韦建国")] == ["厕所污水外溢"]


def checklists(qtbot: QtBot, window: MainWindow, row: int = 0) -> ChecklistsSection:
    found = section(qtbot, window, "checklists")
    assert isinstance(found, ChecklistsSection)
    found.list.setCurrentRow(row)
    settle(qtbot, window.shell)
    return found


def test_frequencies_are_confirmed_together(qtbot, window):
    found = checklists(qtbot, window, 2)
    found.tabs.setCurrentWidget(found.frequencies)
    found.frequencies.go.click()
    assert "请先在上面勾选" in found.frequencies._basis_row.said
    for box, _line in found.frequencies._boxes:
        box.setChecked(True)
    found.frequencies.go.click()
    assert "请写依据" in found.frequencies._basis_row.said
    found.frequencies.basis.setText(BASIS)
    found.frequencies.go.click()
    settle(qtbot, window.shell)
    with window.shell.here() as ctx:
        line = next(one for one in checklist_lines(ctx) if one.id == "HC")
    assert all(one.confirmed for one in line.frequencies)


def test_a_checklists_setting_is_changed_in_words(qtbot, window):
    found = checklists(qtbot, window, 2)
    found.tabs.setCurrentWidget(found.settings)
    row = found.settings.rows["HC.weights"]
    row.open()
    assert row.editor.value() == "严重 = 10\n较重 = 5\n一般 = 2"
    row.editor.field.setPlainText("严重 = 12\n较重 5")
    row.save()
    settle(qtbot, window.shell)
    assert "第 2 行" in window.trouble.text
    row.editor.field.setPlainText("严重 = 12\n较重 = 5")
    row.basis.setText(BASIS)
    row.save()
    settle(qtbot, window.shell)
    with window.shell.here() as ctx:
        assert settings.value(ctx, "HC.weights") == {"critical": "12", "major": "5"}


def test_a_checklist_is_edited_into_its_next_version(qtbot, window):
    found = checklists(qtbot, window, 2)
    found._edit.click()
    settle(qtbot, window.shell)
    editor = found.editor
    assert not editor.save.isEnabled()
    editor.form.text.setPlainText("厕屋完整，门能关")
    editor.add.click()
    editor.form.text.setPlainText("有没有照明")
    settle(qtbot, window.shell)
    assert editor._said.words.text() == "修改 HC01：厕屋完整，门能关；新增 HC16：有没有照明"
    editor.start.set_value("2026-12-01")
    settle(qtbot, window.shell)
    editor.save.click()
    settle(qtbot, window.shell)
    assert found.stack.currentIndex() == 0
    with window.shell.here() as ctx:
        made = templates.template_for(ctx, "HC", date(2026, 12, 1))[0]
        assert templates.template_for(ctx, "HC", ctx.today)[0].version == 1
    assert (made.version, made.items[0].text, made.items[-1].code) == (
        2,
        "厕屋完整，门能关",
        "HC16",
    )
    assert "2026-12-01" in found._ends.words.text()


def test_a_fault_in_the_next_version_is_told_while_it_is_typed(qtbot, window):
    found = checklists(qtbot, window, 2)
    found._edit.click()
    settle(qtbot, window.shell)
    found.editor.form.text.setPlainText("")
    settle(qtbot, window.shell)
    assert "HC01" in found.editor._said.words.text()
    assert not found.editor.save.isEnabled()


def test_a_checklist_ends_and_comes_back(qtbot, window):
    found = checklists(qtbot, window)
    press(qtbot, found, "停用")
    settle(qtbot, window.shell)
    assert "停用" in found._ends.words.text()
    press(qtbot, found, "恢复使用")
    settle(qtbot, window.shell)
    assert found._ends.isHidden()


def test_a_sheet_is_imported_as_a_checklist(qtbot, window, tmp_path):
    write_sample(tmp_path / "饮水.csv")
    found = checklists(qtbot, window)
    press(qtbot, found, "导入…")
    found.importer.take_file(tmp_path / "饮水.csv")
    assert not found.importer.go.isEnabled()
    found.importer.code.setText("ys")
    found.importer.title.setText("农村饮水安全巡查表")
    found.importer.domain.setText("农村饮水")
    found.importer.objects.setCurrentText("村")
    found.importer.go.click()
    settle(qtbot, window.shell)
    assert window.said.text == "已导入“农村饮水安全巡查表”第1版，4题。"
    assert found.list.item(6).text() == "饮水安全巡查"


def test_a_table_without_backups_teaches(qtbot, window):
    found = section(qtbot, window, "backup")
    assert found.none.isVisible()
    assert not found.table.isVisible()
    assert "立即备份" in found.none.text.text()
    found.now.click()
    settle(qtbot, window.shell)
    qtbot.waitUntil(found.table.isVisible)
    assert not found.none.isVisible()


def test_a_backup_is_made_verified_and_copied(qtbot, window, tmp_path):
    found = section(qtbot, window, "backup")
    assert isinstance(found, BackupSection)
    stick = tmp_path / "stick"
    stick.mkdir()
    found.set_second(stick)
    settle(qtbot, window.shell)
    found.now.click()
    settle(qtbot, window.shell)
    assert window.said.text.startswith("已备份并校验")
    assert {line.place for line in found.model.lines} == {"本机", "第二位置"}
    found.table.go_to(0)
    press(qtbot, found, "校验选中的备份")
    settle(qtbot, window.shell)
    assert "完整" in window.said.text


def test_a_backup_is_brought_back_from_the_settings(qtbot, window, tmp_path):
    present = Recent(str(window.shell.desk.root), "丫他镇", "韦建国")
    machine().note_opened(present)
    made = window.shell.desk.write(backups.make).result()
    found = section(qtbot, window, "backup")
    press(qtbot, found, "查看并恢复一个备份…")
    found.restore.take_file(made.path)
    qtbot.waitUntil(lambda: found._errands.is_idle, timeout=20_000)
    found.restore.passphrase.setText(SECRET.passphrase)
    found.restore.look.click()
    qtbot.waitUntil(lambda: found._errands.is_idle, timeout=20_000)
    found.restore.go.click()
    qtbot.waitUntil(lambda: found._errands.is_idle, timeout=20_000)
    assert "已恢复到" in window.said.text
    first, second = machine().preferences.recent[:2]
    assert first == present
    assert Path(second.path).name == "丫他镇（恢复）"


def test_a_wrong_passphrase_of_a_backup_is_said_where_it_was_typed(qtbot, window):
    found = section(qtbot, window, "backup")
    found.now.click()
    settle(qtbot, window.shell)
    found._open_restore.click()
    qtbot.waitUntil(found.restore.passphrase.isVisible, timeout=20_000)
    restore = found.restore
    assert not restore.heading.isVisible()
    assert restore.clerk.currentText() == window.shell.desk.clerk
    restore.look.click()
    assert "请输入做备份时的口令" in restore._pass_row.said
    restore.passphrase.setText("not the one")
    restore.look.click()
    qtbot.waitUntil(lambda: "口令不正确" in restore._pass_row.said, timeout=20_000)
    assert restore.passphrase.isEnabled()


def test_a_year_of_holidays_is_entered(qtbot, window, tmp_path):
    found = section(qtbot, window, "holidays")
    assert isinstance(found, HolidaysSection)
    assert found.model.rowCount() > 20
    found.year.setCurrentText("2027")
    settle(qtbot, window.shell)
    assert "暂定" in found._note.words.text()
    sheet = tmp_path / "2027.csv"
    days = "".join(f"2027-10-0{day},放假,国庆节\n" for day in range(1, 8))
    sheet.write_text(f"日期,类型,名称\n{days}", encoding="utf-8")
    found.basis.setText("国办发明电〔2026〕7号")
    found.enter(sheet)
    settle(qtbot, window.shell)
    assert window.said.text == "已录入2027年放假7天、上班0天。"
    assert (found.model.rowCount(), found._note.isHidden()) == (7, True)


def test_one_day_off_is_added(qtbot, window):
    found = section(qtbot, window, "holidays")
    before = found.model.rowCount()
    found.one.add.click()
    assert found.one._grid._fields["day"][1].text() == "请写日期，如 2027-04-20。"
    found.one.day.set_value("2026-04-20")
    found.one.name.setText("三月三")
    found.one.basis.setText("州府办发〔2026〕3号")
    found.one.add.click()
    settle(qtbot, window.shell)
    assert window.said.text == "已定 2026年4月20日放假。"
    assert found.model.rowCount() == before + 1
    assert found.one.day.value == ""


def test_theme_and_idle_minutes_are_kept_on_this_machine(qtbot, window):
    found = section(qtbot, window, "machine")
    assert isinstance(found, MachineSection)
    next(one for one in found.looks.buttons() if one.text() == "深色").click()
    found.idle.setValue(25)
    assert theme().look is Look.DARK
    machine().read()
    assert (machine().preferences.theme, machine().preferences.idle_minutes) == ("dark", 25)


def test_the_whole_workspace_is_checked(qtbot, window):
    found = section(qtbot, window, "machine")
    found.check.click()
    settle(qtbot, window.shell)
    assert found._said.words.text() == "全部数据完整，没有发现问题。"


def test_no_field_of_the_page_is_nameless(qtbot, window):
    for id_, *_rest in SECTIONS:
        found = section(qtbot, window, id_)
        fields = [one for one in found.findChildren(QLineEdit) if one.isVisible()]
        nameless = [one for one in fields if not one.accessibleName()]
        assert [one for one in nameless if one.objectName() != "qt_spinbox_lineedit"] == []


def test_a_new_version_half_written_waits_while_another_section_is_looked_at(qtbot, window):
    found = checklists(qtbot, window, 2)
    found._show_editor()
    assert window.page.unfinished() == []
    found.editor.form.text.setPlainText("厕屋完整，门能关")
    section(qtbot, window, "backup")
    assert window.page.unfinished() == ["设置：没有保存的新版检查表"]
    section(qtbot, window, "checklists")
    assert found.stack.currentWidget() is found.editor
    assert found.editor.form.text.toPlainText() == "厕屋完整，门能关"
    window.drop_unfinished()

"""One object a screen, by the keyboard alone."""

from __future__ import annotations

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QPushButton

from qxn_desktop.common.errors import UserError
from qxn_desktop.domain.operation import Kind
from qxn_desktop.services import check_draft, check_round, checks
from qxn_desktop.services.routing import draft
from qxn_desktop.ui import file_asking
from tests.ui.check_builder import ENTER, Desk
from tests.ui.dropping import drop

GOOD = ("1", "1", "1", "1", "1", "1", "60", "1", "5", "1", "1")
"""Answers to the twelve items of HC but its photos, for a toilet of three tanks."""


@pytest.fixture
def desk(qtbot, demo_shell):
    with demo_shell.here() as ctx:
        waiting = check_round.check_round(ctx, "HC", "", "yearly_all").remaining
    toilets = [line.object_id for line in waiting]

    def same_type(ctx, _job):
        put = {"type": "三格式", "third_tank_full": "否"}
        ctx.ws.write([draft(ctx, "toilet", id_, Kind.PUT, put) for id_ in toilets])

    made = Desk(qtbot, demo_shell)
    demo_shell.do(made.page, "正在准备", same_type)
    made.settle()
    yield made
    made.settle()


def recorded(desk, object_id):
    with desk.shell.here() as ctx:
        return checks.checks_of(ctx, object=object_id, date="2026-11-25")


def kept(desk):
    with desk.shell.here() as ctx:
        return check_draft.drafts(ctx)


def test_a_whole_object_by_the_keyboard_and_the_next_follows(desk):
    line = desk.begin("HC", "yearly_all")
    desk.answer(*GOOD[:-1])
    desk.press(GOOD[-1])
    assert desk.page.entry.summary.record.isEnabled()
    desk.press(ENTER)
    desk.settle()
    [check] = recorded(desk, line.object_id)
    assert check.values["answers"]["HC08"] == "60"
    assert check.text("inspector") == "韦小兰"
    assert desk.window.said.text == f"已登记 {line.called}。"
    following = desk.page.entry.line
    assert following is not None
    assert following.object_id != line.object_id
    assert kept(desk) == ()


def test_what_was_recorded_is_taken_back_from_the_bar(desk):
    line = desk.begin("HC", "yearly_all")
    desk.answer(*GOOD)
    desk.settle()
    assert len(recorded(desk, line.object_id)) == 1
    desk.qtbot.keyClick(desk.window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    desk.settle()
    assert recorded(desk, line.object_id) == []
    assert desk.page.entry.line.object_id == line.object_id  # with all that was answered
    assert desk.page.entry.form.stack.answers["HC08"] == "60"
    assert [one.object_id for one in kept(desk)] == [line.object_id]


def test_what_was_done_again_leaves_the_screen_and_its_draft_goes(desk):
    line = desk.begin("HC", "yearly_all")
    control = Qt.KeyboardModifier.ControlModifier
    desk.answer(*GOOD)
    desk.settle()
    following = desk.page.entry.line.object_id
    for _turn in range(2):
        desk.qtbot.keyClick(desk.window, Qt.Key.Key_Z, control)
        desk.settle()
        assert desk.page.entry.line.object_id == line.object_id
        desk.qtbot.keyClick(desk.window, Qt.Key.Key_Y, control)
        desk.settle()
        assert len(recorded(desk, line.object_id)) == 1
        assert desk.page.entry.line.object_id == following
        assert kept(desk) == ()


def test_other_answers_given_before_it_was_done_again_stay(desk):
    line = desk.begin("HC", "yearly_all")
    control = Qt.KeyboardModifier.ControlModifier
    desk.answer(*GOOD)
    desk.settle()
    desk.qtbot.keyClick(desk.window, Qt.Key.Key_Z, control)
    desk.settle()
    desk.page.entry.form.answer("HC08", "55")
    desk.settle()
    desk.qtbot.keyClick(desk.window, Qt.Key.Key_Y, control)
    desk.settle()
    assert desk.page.entry.line.object_id != line.object_id
    [draft_] = kept(desk)
    assert draft_.answers["HC08"] == "55"


def test_enter_on_an_open_form_leads_to_what_is_lacking(desk):
    desk.begin("HC", "yearly_all")
    desk.press(ENTER)
    desk.answer("1")
    desk.press(ENTER, modifier=Qt.KeyboardModifier.ControlModifier)
    assert desk.page.entry.form.current.item.code == "HC01"
    assert "没有填好" in desk.window.said.text


def test_a_failed_item_tells_its_problem_before_and_leads_to_it_after(desk, tmp_path):
    line = desk.begin("HC", "yearly_all")
    desk.answer("1", "1", "1", "23", "1", "1", "60", "1", "5", "1")
    form, summary = desk.page.entry.form, desk.page.entry.summary
    row = next(row for row in form.rows if row.item.code == "HC05")
    assert row._note.isVisible()
    assert "12月2日前整改" in row._note.words.text()
    assert "列入 1 个问题" in summary._opens.text()
    desk.page.entry._add_files([photo(tmp_path, "green")])
    desk.settle()
    assert form.current.item.code == "HC14"
    desk.press(Qt.Key.Key_Down)
    desk.press("1", ENTER)  # two photos are lacking: Enter leads there, Ctrl+Enter records
    desk.settle()
    assert recorded(desk, line.object_id) == []
    assert form.current.item.code == "HC14"
    assert "照片还不够" in desk.window.said.text
    desk.press(ENTER, modifier=Qt.KeyboardModifier.ControlModifier)
    desk.settle()
    [check] = recorded(desk, line.object_id)
    assert "列入 1 个问题" in desk.window.said.text
    desk.window.said._more.click()
    assert desk.window.page.opened[-1].id == checks_problem(desk, check.id)


def test_a_click_into_a_field_marks_its_item(desk):
    desk.begin("HC", "yearly_all")
    form = desk.page.entry.form
    row = next(row for row in form.rows if row.item.code == "HC08")
    desk.qtbot.mouseClick(row.editor.field, Qt.MouseButton.LeftButton)
    assert form.current is row
    assert row.editor.field.hasFocus()


def test_arrows_stop_at_both_ends(desk):
    desk.begin("HC", "yearly_all")
    form = desk.page.entry.form
    desk.press(Qt.Key.Key_Up)
    assert form.current.item.code == "HC01"
    desk.press(*[Qt.Key.Key_Down] * 20)
    assert form.current.item.code == "HC15"
    assert desk.window.said.text == ""


def test_the_bar_leaves_the_keys_in_sight(desk):
    desk.begin("HC", "yearly_all")
    desk.shell.say("已登记 1 份。", undo=True)
    said, legend = desk.window.said, desk.page.entry.legend
    top = legend.mapTo(desk.window, legend.rect().topLeft()).y()
    bottom = legend.mapTo(desk.window, legend.rect().bottomLeft()).y()
    assert said.geometry().top() > bottom > top


def test_a_photo_item_says_how_many_it_lacks_until_it_has_them(desk, tmp_path):
    desk.begin("HC", "yearly_all")
    desk.answer("2", "1", "1", "1", "1", "1", "60", "1", "5", "1")
    entry = desk.page.entry
    row = next(row for row in entry.form.rows if row.item.code == "HC14")
    assert row._verdict.text() == "还差 3 张"
    entry._add_files([photo(tmp_path, "green")])
    desk.settle()
    assert row._verdict.text() == "还差 2 张"
    assert entry.summary._done.text() == "已答 10 / 12 项"
    assert any("差 2 张" in one.text() for one in entry.summary.findChildren(QPushButton))
    entry._add_files([photo(tmp_path, "red"), photo(tmp_path, "blue")])
    desk.settle()
    assert row._verdict.text() == "合格"
    assert entry.summary._done.text() == "已答 11 / 12 项"


def test_enter_on_a_photo_item_chooses_files_until_there_are_enough(desk, tmp_path, monkeypatch):
    desk.begin("HC", "yearly_all")
    desk.answer("2", "1", "1", "1", "1", "1", "60", "1", "5", "1")
    form = desk.page.entry.form
    [strip] = form.strips
    assert form.current.item.code == "HC14"
    assert strip._hint.text() == "回车选照片，Ctrl+V 粘贴，也可以拖到这里；↑↓ 换一项"
    chosen = [photo(tmp_path, colour) for colour in ("green", "red")]
    asked = []
    answers = [(), chosen[:1], chosen[1:], [photo(tmp_path, "blue")]]

    def answer(*_asked):
        asked.append(1)
        return answers[len(asked) - 1]

    monkeypatch.setattr(file_asking, "ask_open_several", answer)
    for _ in answers:
        desk.press(ENTER)
        desk.settle()
        assert form.current.item.code == "HC14"
    assert len(form.stack.answers["HC14"]) == 3
    assert strip._hint.isHidden()
    desk.press(ENTER)
    assert form.current.item.code == "HC15"
    assert len(asked) == 4


def test_files_copied_in_a_folder_are_pasted_as_photos(desk, tmp_path):
    desk.begin("HC", "yearly_all")
    desk.answer("2")
    copied = QMimeData()
    copied.setUrls([QUrl.fromLocalFile(str(photo(tmp_path, c))) for c in ("green", "red")])
    copied.setText("green.jpg")
    QGuiApplication.clipboard().setMimeData(copied)
    desk.press(Qt.Key.Key_V, modifier=Qt.KeyboardModifier.ControlModifier)
    desk.settle()
    assert len(desk.page.entry.form.stack.answers["HC14"]) == 2
    desk.page.entry.form.go_to("HC08")  # a field: what was copied is text there
    desk.press(Qt.Key.Key_V, modifier=Qt.KeyboardModifier.ControlModifier)
    desk.settle()
    assert len(desk.page.entry.form.stack.answers["HC14"]) == 2


def test_files_dropped_on_a_field_are_photos_no_text(desk):
    desk.begin("HC", "yearly_all")
    row = next(row for row in desk.page.entry.form.rows if row.item.code == "HC08")
    assert not any(field.acceptDrops() for field in row.editor.fields)


def test_a_failed_item_that_opens_nothing_says_so_quietly(desk):
    desk.begin("HC", "yearly_all")
    desk.answer("2")
    row = desk.page.entry.form.rows[0]
    assert row._note.isHidden()
    assert row._follows.text().startswith("只记入这次检查，不列入问题台账")
    assert desk.page.entry.summary._opens.text() == "1 项不合格，不列入问题台账"
    desk.undo()
    assert row._follows.isHidden()


def photo(folder, colour):
    path = folder / f"{colour}.jpg"
    Image.new("RGB", (60, 40), colour).save(path)
    return path


def checks_problem(desk, check):
    with desk.shell.here() as ctx:
        return ctx.ws.select("problem", {"check": check})[0].id


def test_keys_answer_go_back_and_take_back(desk):
    desk.begin("HC", "yearly_all")
    form = desk.page.entry.form
    desk.answer("1", "2")
    assert form.stack.answers == {"HC01": "是", "HC02": "否"}
    desk.press(Qt.Key.Key_Backspace)
    assert form.current.item.code == "HC02"
    desk.press(Qt.Key.Key_Return, modifier=Qt.KeyboardModifier.ShiftModifier)
    assert form.current.item.code == "HC01"
    desk.undo()
    assert form.stack.answers == {"HC01": "是"}
    assert form.current.item.code == "HC02"
    desk.undo()
    assert form.stack.answers == {}
    assert not form.stack.can_undo


def test_not_applicable_asks_for_its_reason(desk):
    desk.begin("HC", "yearly_all")
    form = desk.page.entry.form
    desk.answer("1", "1")
    desk.press("0")
    row = form.current
    assert "理由" in row._note.words.text()
    desk.press("旱季停水")
    assert not row._note.isVisible()
    assert form.stack.answers["HC04"] == {"na": "旱季停水"}
    desk.press(ENTER)
    desk.press("0")  # HC05 has no 不适用
    assert "HC05" not in form.stack.answers


def test_options_of_many_are_switched_and_the_exclusive_stands_alone(desk):
    desk.begin("HC", "yearly_all")
    form = desk.page.entry.form
    form.go_to("HC05")
    desk.press("2", "3")
    assert form.stack.answers["HC05"] == ["渗漏", "破损"]
    desk.press("2")
    assert form.stack.answers["HC05"] == ["破损"]
    desk.press("1")
    assert form.stack.answers["HC05"] == ["无异常"]
    desk.press("1")
    assert "HC05" not in form.stack.answers


def test_a_number_out_of_bounds_is_a_fault_in_place(desk):
    desk.begin("HC", "yearly_all")
    form = desk.page.entry.form
    form.go_to("HC08")
    desk.press("5000")
    assert "不能大于" in form.current._note.words.text()
    desk.undo()
    assert "HC08" not in form.stack.answers
    desk.press("/", "没有管")
    assert form.stack.answers["HC08"] == {"na": "没有管"}


def test_every_answer_is_saved_and_the_draft_goes_on(desk):
    line = desk.begin("HC", "yearly_all")
    desk.answer("1", "2")
    desk.settle()
    [saved] = kept(desk)
    assert (saved.object_id, saved.answers) == (line.object_id, {"HC01": "是", "HC02": "否"})
    assert "已保存 10:00" in desk.page.entry.head._saved.text()
    desk.press(Qt.Key.Key_Escape)
    desk.settle()
    assert desk.page.stack.currentWidget() is desk.page.rounds
    assert "没填完的 1 份" in desk.page.rounds._drafts.heading.text()
    desk.page.rounds.draft_wanted.emit(saved)
    desk.settle()
    assert desk.page.entry.form.stack.answers == saved.answers
    assert desk.page.entry.form.current.item.code == "HC04"
    desk.page.entry._discard()
    desk.settle()
    assert kept(desk) == ()


def test_what_was_begun_opens_at_the_first_item_to_do_in_sight(desk):
    with desk.shell.here() as ctx:
        line = check_round.check_round(ctx, "HC", "", "yearly_all").remaining[0]
    answers = {"HC01": "否", "HC02": "是", "HC04": "是", "HC05": ["无异常"], "HC06": "正常"}
    begun = check_draft.CheckDraft(
        "HC", line.object_id, line.called, line.village, None, "韦小兰",
        {**answers, "HC07": "是", "HC08": "60", "HC09": "农户自行还田", "HC10": "5"},
    )  # fmt: skip
    desk.shell.do(desk.page, "正在准备", lambda ctx, _job: check_draft.save(ctx, begun))
    desk.settle()
    desk.page.refresh_soon()
    desk.settle()
    desk.page.rounds.draft_wanted.emit(begun)
    desk.settle()
    form = desk.page.entry.form
    row = form.current
    assert row.item.code == "HC12"
    assert row.property("current") == "true"
    desk.qtbot.waitUntil(lambda: is_in_sight(row, form._area.viewport()))
    assert form.hasFocus()


def is_in_sight(widget, port):
    top = widget.mapTo(port, widget.rect().topLeft()).y()
    return top >= 0 and top + widget.height() <= port.height()


def test_what_failed_stays_behind_with_the_object(desk):
    desk.begin("HC", "yearly_all")
    desk.page.shell.fail(UserError("E-REG-319", "没有编号为“{id}”的记录，请核对编号。", id="甲"))
    desk.press(Qt.Key.Key_Escape)
    assert (desk.window.trouble.text, desk.page.stack.currentWidget()) == ("", desk.page.entry)
    desk.page.shell.fail(UserError("E-REG-319", "没有编号为“{id}”的记录，请核对编号。", id="甲"))
    desk.page.entry.leave()
    assert desk.window.trouble.text == ""


def test_typing_is_saved_with_every_key(desk):
    desk.begin("HC", "yearly_all")
    desk.page.entry.form.go_to("HC08")
    desk.press("60")
    desk.page.entry.leave()
    desk.settle()
    assert kept(desk)[0].answers == {"HC08": "60"}


def test_nobody_home_ends_the_visit_at_once(desk):
    line = desk.begin("HC", "yearly_all")
    desk.qtbot.keyClick(desk.window, Qt.Key.Key_F8)
    assert desk.page.entry.summary.record.isEnabled()
    desk.press(ENTER)
    desk.settle()
    [check] = recorded(desk, line.object_id)
    assert check.text("outcome") == "away"
    assert "还要再来" in desk.window.said.text


def test_page_down_leaves_the_object_for_later(desk):
    line = desk.begin("HC", "yearly_all")
    desk.press(Qt.Key.Key_PageDown)
    desk.settle()
    other = desk.page.entry.line
    assert other.object_id != line.object_id
    desk.press(Qt.Key.Key_PageUp)
    desk.settle()
    assert desk.page.entry.line.object_id == line.object_id


def test_the_date_carries_over_and_a_wrong_one_stops(desk):
    desk.begin("HC", "yearly_all")
    head = desk.page.entry.head
    head.day.setText("11.20")
    head.day.editingFinished.emit()
    desk.answer(*GOOD)
    desk.settle()
    assert head.day.text() == "2026-11-20"
    head.day.setText("2026-13-40")
    head.day.editingFinished.emit()
    assert head._remark.isVisible()
    head.day.setText("2026-12-01")
    head.day.editingFinished.emit()
    assert "之后" in head._remark.text()


def test_photos_are_dropped_pasted_shown_and_taken_out(desk, tmp_path):
    desk.begin("HC", "yearly_all")
    entry = desk.page.entry
    entry._add_files([tmp_path / "none.jpg"])
    assert "不用附照片" in desk.window.said.text
    desk.answer("1", "2")  # something failed: photos are asked for
    picture = tmp_path / "a.jpg"
    Image.new("RGB", (60, 40), "green").save(picture)
    drop(entry.form, picture)
    desk.settle()
    image = QImage(50, 50, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.blue)
    QGuiApplication.clipboard().setImage(image)
    desk.press(Qt.Key.Key_V, modifier=Qt.KeyboardModifier.ControlModifier)
    desk.settle()
    [strip] = entry.form.strips
    assert len(entry.form.stack.answers["HC14"]) == 2
    assert strip.wanted == []
    assert len(kept(desk)[0].photos) == 2
    strip._remove(entry.form.stack.answers["HC14"][0])
    assert len(entry.form.stack.answers["HC14"]) == 1
    entry._add_files([tmp_path / "none.jpg"])
    desk.settle()
    assert "找不到文件" in desk.window.trouble.text


def test_a_chip_is_clicked_as_well(desk):
    desk.begin("HC", "yearly_all")
    form = desk.page.entry.form
    desk.qtbot.mouseClick(form.rows[1].editor._chips["否"], Qt.MouseButton.LeftButton)
    assert form.stack.answers == {"HC02": "否"}
    assert form.current is form.rows[1]
    desk.qtbot.mouseClick(form.rows[1].editor._chips["是"], Qt.MouseButton.LeftButton)
    assert form.stack.answers == {"HC02": "是"}

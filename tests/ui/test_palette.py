"""Ctrl+K: what is typed finds things and actions; arrows choose, Enter opens."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QRegion

from qxn_desktop.services import records
from qxn_desktop.services.search import Hit
from qxn_desktop.ui.dialogs.palette import KEYS, Palette, target_of
from qxn_desktop.ui.main_window import MainWindow
from qxn_desktop.ui.models.entry_model import Entry, EntryModel
from qxn_desktop.ui.navigation import PAGES, PageSpec
from qxn_desktop.ui.widgets.round_window import round_mask
from tests.screenshots.clipped_text import faults
from tests.ui.settling import settle

SAMPLES = (
    PageSpec("one", "第一页", "today", "tests.ui.sample_page", "SamplePage"),
    PageSpec("records", "台账", "ledger", "tests.ui.sample_page", "SamplePage"),
)


@pytest.fixture
def window(qtbot, demo_shell):
    made = MainWindow(demo_shell, SAMPLES)
    qtbot.addWidget(made)
    made.show()
    settle(qtbot, demo_shell)
    return made


@pytest.fixture
def palette(qtbot, window) -> Palette:
    qtbot.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    return window.palette_dialog


def titles(palette: Palette) -> list[str]:
    model = palette.model
    entries = [model.entry(row) for row in range(model.rowCount())]
    return [one.title for one in entries if one]


def typed(qtbot, palette, shell, text):
    palette.field.clear()
    if text.isascii():
        qtbot.keyClicks(palette.field, text)
    else:  # an input method puts them in whole
        palette.field.insert(text)
    settle(qtbot, shell)


def test_empty_it_offers_what_can_be_done_here(qtbot, palette):
    assert palette.isVisible()
    assert "Enter" not in KEYS
    assert titles(palette)[:3] == ["按一下", "打开第一页", "打开台账"]
    assert "搜索人、户、村、动作" not in titles(palette)
    qtbot.waitUntil(lambda: [str(fault) for fault in faults(palette)] == [])


def test_an_action_is_found_by_pinyin_and_done_by_enter(qtbot, window, palette, demo_shell):
    page = window.page
    typed(qtbot, palette, demo_shell, "ayx")
    assert titles(palette)[-1] == "按一下"
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert page.pressed == 1
    assert not palette.isVisible()


def test_a_section_of_the_settings_is_found_from_everywhere(qtbot, demo_shell):
    window = MainWindow(demo_shell, (SAMPLES[0], PAGES[-1]))
    qtbot.addWidget(window)
    window.show()
    settle(qtbot, demo_shell)
    qtbot.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    typed(qtbot, window.palette_dialog, demo_shell, "备份")
    assert titles(window.palette_dialog)[-1] == "设置：备份"
    qtbot.keyClick(window.palette_dialog.field, Qt.Key.Key_Return)
    settle(qtbot, demo_shell)
    assert (window.page.title, window.page.subtitle) == ("设置", "备份")


def test_a_person_is_found_and_opened(qtbot, window, palette, demo_shell):
    with demo_shell.here() as ctx:
        row = ctx.ws.select("household", limit=1)[0]
    typed(qtbot, palette, demo_shell, row.text("head_name"))
    assert titles(palette)[0] == row.text("head_name")
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    settle(qtbot, demo_shell)
    assert window.page.opened[-1] == target_of(
        Hit(row.text("head_name"), "", "household", row.id, "")
    )


def test_enter_waits_for_the_search(qtbot, window, palette, demo_shell):
    palette.field.setText("打开台账")
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert palette.isVisible()
    settle(qtbot, demo_shell)
    assert not palette.isVisible()
    assert window.page.title == "农户"


def test_arrows_pass_over_headings_and_escape_goes_back(qtbot, palette, demo_shell):
    typed(qtbot, palette, demo_shell, "板万")
    first = palette.list.currentIndex().row()
    assert palette.model.entry(first) is not None
    for key in (Qt.Key.Key_Down, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp, Qt.Key.Key_Up):
        qtbot.keyClick(palette.field, key)
        assert palette.model.entry(palette.list.currentIndex().row()) is not None
    assert palette.list.currentIndex().row() == first
    qtbot.keyClick(palette.field, Qt.Key.Key_Escape)
    assert not palette.isVisible()


def test_nothing_found_says_what_to_try(qtbot, palette, demo_shell):
    typed(qtbot, palette, demo_shell, "没有这样的东西")
    assert titles(palette) == []
    assert palette.nothing.isVisible()


@pytest.mark.parametrize(
    ("register", "page"),
    [
        ("household", "records"),
        ("problem", "problems"),
        ("order", "problems"),
        ("toilet", "records"),
    ],
)
def test_where_hits_are_opened(register, page):
    target = target_of(Hit("甲", "", register, "1"))
    assert (target.page, target.id) == (page, "1")


def test_entry_model(qtmodeltester):
    model = EntryModel()
    model.show(["人", Entry("甲", "乙", "person", lambda: None), "村"])
    qtmodeltester.check(model)
    assert model.next_row(-1, 1) == 1
    assert model.next_row(1, 1) == 1
    assert model.flags(model.index(0)) == Qt.ItemFlag.NoItemFlags


def test_steps_go_back_and_forth_by_keys(qtbot, window, demo_shell):
    control = Qt.KeyboardModifier.ControlModifier
    with demo_shell.here() as ctx:
        row = ctx.ws.select("household", limit=1)[0]
    for note in ("甲", "乙"):
        demo_shell.do(
            window,
            "正在保存",
            lambda ctx, _job, n=note: records.set_values(ctx, row.id, {"note": n}),
        )
    settle(qtbot, demo_shell)

    def press(key):
        qtbot.keyClick(window, key, control)
        settle(qtbot, demo_shell)
        with demo_shell.here() as ctx:
            return ctx.ws.get("household", row.id).text("note")

    old = row.text("note")
    assert [press(key) for key in (Qt.Key.Key_Z, Qt.Key.Key_Z)] == ["甲", old]
    assert window.said.text == f"已撤销：修改 {row.text('head_name')} 的备注。"
    assert [press(key) for key in (Qt.Key.Key_Y, Qt.Key.Key_Y)] == ["甲", "乙"]
    assert window.said.text.startswith("已重做：")
    press(Qt.Key.Key_Y)
    assert window.trouble.text == ""
    assert window.said.text == "没有可重做的操作：撤销之后又有了新的改动，或还没有撤销过。"


def test_corners_are_cut_where_nobody_blends_windows(palette):
    assert palette.mask().isEmpty()
    mask, corner = QRegion(round_mask(palette, 10)), palette.rect().bottomRight()
    assert not mask.contains(QPoint(0, 0))
    assert not mask.contains(corner)
    assert mask.contains(QPoint(10, 0))
    assert mask.contains(palette.rect().center())

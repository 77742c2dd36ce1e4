"""The page of exchange, with packages of a real second laptop."""

from __future__ import annotations

from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from qxn_desktop.domain.operation import Draft, Kind
from qxn_desktop.services import exchange
from qxn_desktop.store.verify import findings
from qxn_desktop.ui.exchange_watch import ExchangeWatch
from qxn_desktop.ui.main_window import MainWindow
from qxn_desktop.ui.navigation import PAGES, PageSpec
from qxn_desktop.ui.pages.exchange_page import ExchangePage
from qxn_desktop.ui.target import Target
from tests.ui.answering import answer_save
from tests.ui.second_laptop import SecondLaptop
from tests.ui.settling import settle

OTHERS = [
    PageSpec(id_, id_, "problems", "tests.ui.sample_page", "SamplePage")
    for id_ in ("today", "records", "problems")
]


@pytest.fixture
def colleague(demo_desk, tmp_path):
    laptop = SecondLaptop(demo_desk, tmp_path)
    yield laptop
    laptop.close()


@pytest.fixture
def window(qtbot, demo_shell):
    made = MainWindow(demo_shell, [*OTHERS, *(one for one in PAGES if one.id == "exchange")])
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.show_target(Target("exchange"))
    settle(qtbot, demo_shell)
    yield made
    made.hide()


@pytest.fixture
def page(window):
    return window.page


@pytest.fixture
def partners(qtbot, page, colleague, demo_desk, demo_shell):
    """The page once both laptops trust each other."""
    colleague.know(demo_desk)
    demo_desk.write(lambda ctx: exchange.pin(ctx, colleague.card)).result()
    settle(qtbot, demo_shell)
    page.refresh_soon()
    settle(qtbot, demo_shell)
    return page


def households(demo_shell, count=3):
    with demo_shell.here() as ctx:
        return [(row.id, row.text("village")) for row in ctx.ws.select("household", limit=count)]


def change(demo_desk, rows, **values):
    drafts = [Draft("household", id_, Kind.PUT, values, village) for id_, village in rows]
    demo_desk.write(lambda ctx: ctx.ws.write(drafts)).result()


def shown(page: ExchangePage) -> QWidget:
    return page.stack.currentWidget()


def rows_of(model) -> list[list[str]]:
    return [
        [model.index(row, at).data() for at in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def clicked(inside: QWidget, words: str) -> None:
    """Press the button that says ``words``."""
    next(one for one in inside.findChildren(QPushButton) if one.text() == words).click()


def said(window: MainWindow) -> str:
    return window.said.text


# --- trust


def test_a_card_is_pinned_once_every_group_was_heard(qtbot, page, colleague, demo_shell, window):
    assert page.partners._stack.currentIndex() == 0
    page.take(colleague.card)
    settle(qtbot, demo_shell)
    panel = page.trusting
    assert shown(page) is panel
    assert "3F2号机" in panel.who.text()
    groups = panel.card.groups
    qtbot.keyClicks(panel.heard, " ".join(groups[:3]))
    assert not panel.pin_button.isEnabled()
    for tile in panel.groups._tiles[3:7]:
        qtbot.mouseClick(tile, Qt.MouseButton.LeftButton)
    assert not panel.pin_button.isEnabled()
    qtbot.mouseClick(panel.groups._tiles[7], Qt.MouseButton.LeftButton)
    assert panel.pin_button.isEnabled()
    qtbot.keyClick(panel.heard, Qt.Key.Key_Return)
    settle(qtbot, demo_shell)
    assert said(window) == "已登记3F2号机，以后可以互发数据包。"
    assert shown(page) is page.partners
    assert [line.machine for line in page.partners._model.lines] == ["3F2号机"]
    page.take(colleague.card)
    settle(qtbot, demo_shell)
    assert panel.note.words.text().startswith("这台电脑已经登记过")
    assert panel.pin_button.isHidden()


def test_a_wrong_group_is_told_and_cannot_be_pinned(qtbot, page, colleague, demo_shell):
    page.take(colleague.card)
    settle(qtbot, demo_shell)
    panel = page.trusting
    first = panel.card.groups[0]
    panel.heard.setText(("1" if first[0] != "1" else "2") + first[1:])
    assert panel.note.isVisible()
    assert panel.groups._tiles[0].text().endswith("✗")
    panel.heard.setText(" ".join(panel.card.groups[:-1]) + " 000")
    assert not panel.pin_button.isEnabled()


def test_ones_own_card_is_refused_in_words(qtbot, partners, colleague, demo_shell, window):
    page = partners
    page.take(colleague.folder / "本机.qxncard")
    settle(qtbot, demo_shell)
    assert "这是本机自己的名片" in window.trouble.text
    assert shown(page) is page.partners


def test_the_own_card_is_saved_and_shown(qtbot, page, demo_shell, tmp_path, monkeypatch):
    assert page.partners.own_groups.isHidden()
    answer_save(monkeypatch, tmp_path / "我的名片.qxncard")
    page.partners.save_card()
    settle(qtbot, demo_shell)
    assert (tmp_path / "我的名片.qxncard").exists()
    assert len(page.partners.own_groups._tiles) == 8


def test_unpinning_asks_first(qtbot, partners, demo_shell):
    panel = partners.partners
    panel._unpin.click()
    assert "取消登记3F2号机后" in panel._sure.words.text()
    assert panel._sure.isVisible()
    panel._unpin_now()
    settle(qtbot, demo_shell)
    assert panel._stack.currentIndex() == 0


# --- sending


def test_nobody_to_send_to(qtbot, page, demo_shell, window):
    page.send()
    settle(qtbot, demo_shell)
    assert shown(page) is page.partners
    assert "请先互相登记名片" in said(window)


def test_what_would_be_sent_is_shown_then_written(
    qtbot, partners, colleague, demo_shell, monkeypatch
):
    folder = colleague.folder
    partners.send()
    settle(qtbot, demo_shell)
    panel = partners.sending
    assert shown(partners) is panel
    assert panel.words.text().startswith("发给3F2号机：新增")
    assert ["农户", "24", "", "", ""] in rows_of(panel.tables.registers)
    assert len(rows_of(panel.tables.villages)) >= 12
    answer_save(monkeypatch, folder / "给同事.qxnpkg")
    panel.pack()
    settle(qtbot, demo_shell)
    assert "已导出 给同事.qxnpkg" in panel.result.words.text()
    colleague.merge(folder / "给同事.qxnpkg")
    partners.take(colleague.pack())
    settle(qtbot, demo_shell)
    partners.receiving.merge()
    settle(qtbot, demo_shell)
    partners.send()
    settle(qtbot, demo_shell)
    assert panel.words.text().startswith("没有新内容")
    assert panel.pack_button.text() == "仍要导出回执…"
    assert panel.tables.isHidden()


# --- receiving


def test_a_package_is_shown_then_merged(qtbot, partners, colleague, demo_shell, window):
    [(row, village), *_] = households(demo_shell)
    colleague.write(row, village, note="同事改的")
    partners.take(colleague.pack())
    settle(qtbot, demo_shell)
    panel = partners.receiving
    assert shown(partners) is panel
    assert "来自3F2号机" in panel.source.text()
    assert rows_of(panel.tables.registers) == [["农户", "", "1", "", ""]]
    with demo_shell.here() as ctx:
        assert ctx.ws.get("household", row).text("note") != "同事改的"
    qtbot.keyClick(panel.merge_button, Qt.Key.Key_Space)
    settle(qtbot, demo_shell)
    assert panel.result.words.text() == "已合并3F2号机的数据。"
    with demo_shell.here() as ctx:
        assert ctx.ws.get("household", row).text("note") == "同事改的"
    assert partners.partners._model.lines[0].received != ""
    assert said(window) == "已合并3F2号机的数据。"


def test_a_cancelled_merge_can_be_begun_again(qtbot, partners, colleague, demo_desk, demo_shell):
    [(row, village), *_] = households(demo_shell)
    colleague.write(row, village, note="同事改的")
    partners.take(colleague.pack())
    settle(qtbot, demo_shell)
    before = demo_desk.write(lambda ctx: ctx.ws.digest()).result()
    gate = Event()
    demo_desk.write(lambda _ctx: gate.wait(10))
    partners.receiving.merge()
    demo_shell.runner.jobs[-1].cancel()
    gate.set()
    settle(qtbot, demo_shell)
    assert demo_desk.write(lambda ctx: ctx.ws.digest()).result() == before
    assert partners.receiving.merge_button.isEnabled()
    partners.receiving.merge()
    settle(qtbot, demo_shell)
    assert partners.receiving.result.isVisible()
    assert demo_desk.write(lambda ctx: findings(ctx.ws)).result() == []


def test_files_of_strangers_and_damaged_ones_are_refused(
    qtbot, partners, colleague, demo_shell, window
):
    page = partners
    page.partners._unpin_now()
    settle(qtbot, demo_shell)
    path = colleague.pack()
    page.take(path)
    settle(qtbot, demo_shell)
    assert "不认识发送设备" in window.trouble.text
    path.write_bytes(b"QXNPKG1\n")
    page.take(path)
    settle(qtbot, demo_shell)
    assert "重新复制或接收文件" in window.trouble.text
    assert shown(page) is page.partners


def test_a_file_dropped_anywhere_lands_here(qtbot, partners, colleague, demo_shell, window):
    path = colleague.pack()
    window.show_target(Target("today"))
    settle(qtbot, demo_shell)
    drop_on(window, path)
    settle(qtbot, demo_shell)
    assert window.page is partners
    assert shown(partners) is partners.receiving
    drop_on(partners, colleague.card)
    settle(qtbot, demo_shell)
    assert shown(partners) is partners.trusting
    assert not drop_on(partners, colleague.folder / "别的.docx")


def drop_on(widget: QWidget, path: Path) -> bool:
    """Drag a file over ``widget`` and let go; whether it was taken."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    at, action = QPointF(20, 20), Qt.DropAction.CopyAction
    entered = QDragEnterEvent(at.toPoint(), action, data, buttons, keys)
    entered.ignore()
    QApplication.sendEvent(widget, entered)
    dropped = QDropEvent(at, action, data, buttons, keys)
    dropped.ignore()
    QApplication.sendEvent(widget, dropped)
    return entered.isAccepted() and dropped.isAccepted()


# --- deciding


@pytest.fixture
def disputed(qtbot, partners, colleague, demo_desk, demo_shell):
    """Three notes that both changed."""
    rows = households(demo_shell)
    change(demo_desk, rows, note="本机填的")
    for row, village in rows:
        colleague.write(row, village, note="同事填的")
    path = colleague.pack()
    demo_desk.write(lambda ctx: exchange.merge(ctx, path)).result()
    settle(qtbot, demo_shell)
    partners.decide()
    settle(qtbot, demo_shell)
    return partners


def test_conflicts_stand_side_by_side_and_a_digit_decides(qtbot, disputed, demo_shell, window):
    panel = disputed.conflicts
    assert disputed.to_decide._count.text() == "3"
    assert len(panel.cards) == 3
    assert [side.side.value for side in panel.sides] == ["本机填的", "同事填的"]
    row = panel.table.current_line().row
    qtbot.keyClick(panel.table, Qt.Key.Key_1)
    settle(qtbot, demo_shell)
    assert "已采用“本机填的”（本机）" in said(window)
    with demo_shell.here() as ctx:
        assert ctx.ws.get("household", row).text("note") == "本机填的"
    assert len(panel.cards) == 2
    qtbot.mouseClick(panel.sides[1].take, Qt.MouseButton.LeftButton)
    settle(qtbot, demo_shell)
    assert len(panel.cards) == 1


@pytest.fixture
def hidden(qtbot, partners, colleague, demo_desk, demo_shell):
    """One telephone that both changed, where it is hidden; gives its row too."""
    [(row, village)] = rows = households(demo_shell)[:1]
    change(demo_desk, rows, phone="19900001111")
    colleague.write(row, village, phone="19900101111")
    path = colleague.pack()
    demo_desk.write(lambda ctx: exchange.merge(ctx, path)).result()
    partners.decide()
    settle(qtbot, demo_shell)
    return partners.conflicts, row


def test_what_is_hidden_of_both_sides_is_seen_for_a_reason(qtbot, hidden, demo_shell, window):
    panel, row = hidden
    assert {side.side.value for side in panel.sides} == {"199****1111"}
    clicked(panel, "看完整内容（记入日志）")
    assert panel.ask.isVisible()
    clicked(panel.ask, "显示完整信息")
    settle(qtbot, demo_shell)
    assert [side.side.value for side in panel.sides] == ["19900001111", "19900101111"]
    qtbot.keyClick(panel.table, Qt.Key.Key_2)
    settle(qtbot, demo_shell)
    assert "已采用“199****1111”" in said(window)
    with demo_shell.here() as ctx:
        assert ctx.ws.get("household", row).text("phone") == "19900101111"


def test_many_are_decided_together_after_a_look(qtbot, disputed, demo_shell, demo_desk):
    panel = disputed.conflicts
    link = next(b for b in panel.findChildren(QPushButton) if b.text() == "都采用对方的…")
    link.click()
    assert panel._joint_words.text() == "都采用对方的：共 3 处。"
    assert [row[1] for row in rows_of(panel._joint_model)] == ["同事填的"] * 3
    disputed.go_back()
    assert panel._stack.currentIndex() == 1
    link.click()
    panel._take_all()
    settle(qtbot, demo_shell)
    assert panel._stack.currentIndex() == 0
    with demo_shell.here() as ctx:
        notes = {ctx.ws.get("household", row).text("note") for row, _ in households(demo_shell)}
    assert notes == {"同事填的"}
    assert disputed.to_decide._count.isHidden()


def test_escape_leads_back_and_the_record_can_be_opened(qtbot, disputed, demo_shell, window):
    with qtbot.waitSignal(demo_shell.wanted) as asked:
        link = next(b for b in disputed.findChildren(QPushButton) if b.text() == "打开记录")
        link.click()
    assert asked.args[0].page == "records"
    window.show_target(Target("exchange", facts={"view": "conflicts"}))
    settle(qtbot, demo_shell)
    qtbot.keyClick(disputed.conflicts.table, Qt.Key.Key_Escape)
    assert shown(disputed) is disputed.partners


def test_conflicts_and_the_last_exchange_are_always_in_sight(qtbot, disputed, demo_shell, window):
    ExchangeWatch(demo_shell, window).begin()
    settle(qtbot, demo_shell)
    assert window.nav._badges["exchange"].text() == "3"
    assert window.status._exchange.text() == "上次交换 今天 10:00"
    disputed.conflicts.take(1)
    settle(qtbot, demo_shell)
    assert window.nav._badges["exchange"].text() == "2"

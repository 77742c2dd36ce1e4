"""数据交换 with a colleague's laptop: a card, a package there and one back, a conflict decided."""

from __future__ import annotations

from PySide6.QtCore import Qt

from qxn_desktop.services import exchange
from qxn_desktop.sync.card import fingerprint
from tests.ui.day.walk import Walk
from tests.ui.hands import ENTER
from tests.ui.second_laptop import SecondLaptop

OURS, THEIRS = "丫他村6组老晒坝旁", "丫他村6组水井边"
"""What the day wrote as the address of a household, and what the colleague did."""


def exchange_with(walk: Walk, laptop: SecondLaptop) -> None:
    """Trust, take in, decide, send: both hold the same at the end."""
    hands = walk.hands
    walk.open("数据交换")
    _trust(walk, laptop)
    [household] = walk.read(lambda ctx: ctx.ws.select("household", {"address": OURS}))
    laptop.write(household.id, household.text("village"), address=THEIRS)
    _take(walk, laptop)
    hands.sees("来自3F2号机")
    hands.tab_to("合并")
    hands.press(ENTER)
    hands.sees("已合并3F2号机的数据，现有 1 处冲突待裁决。")
    hands.press(Qt.Key.Key_3, Qt.KeyboardModifier.AltModifier)
    hands.sees("“家庭住址”两边填得不一样，以哪个为准？")
    hands.press("1")
    hands.sees("已采用“")
    hands.press(Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    hands.sees("发给3F2号机：")
    hands.tab_to("导出")
    hands.press(ENTER)
    hands.sees("已导出")
    [package] = walk.folder.glob("*.qxnpkg")
    laptop.merge(package)
    assert laptop.ctx.ws.digest() == walk.digest()
    kept = laptop.ctx.ws.select("household", {"address": OURS})
    assert [row.text("head_name") for row in kept] == ["梁德福"]


def _trust(walk: Walk, laptop: SecondLaptop) -> None:
    """The colleague's card, its fingerprint heard on the telephone."""
    hands = walk.hands
    walk.wanted = laptop.card
    hands.press(Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    hands.sees("3F2号机")
    hands.tab_to("听到的指纹")
    hands.type(fingerprint(exchange.own_card(laptop.ctx)))
    hands.tab_to("核对一致，登记")
    hands.press(ENTER)
    hands.sees("已登记3F2号机")


def _take(walk: Walk, laptop: SecondLaptop) -> None:
    walk.wanted = laptop.pack()
    walk.hands.press(Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)

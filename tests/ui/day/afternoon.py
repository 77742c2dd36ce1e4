"""交办任务 and 台账."""

from __future__ import annotations

from PySide6.QtCore import Qt

from qxn_desktop.services import order_page
from tests.ui.day.walk import Walk
from tests.ui.hands import DOWN, ENTER


def give_order(walk: Walk) -> None:
    """Give a task to every village, and report of one of them."""
    hands = walk.hands
    walk.open("问题")
    hands.tab_to("交办任务")
    hands.press(ENTER)
    hands.tab_to("新交办")
    hands.press(ENTER)
    hands.tab_to("任务名称")
    for field, text in (
        ("任务名称", "冬季清洁行动"),
        ("依据", "县乡村振兴局通知"),
        ("全选", ""),
        ("完成期限", "2026-12-20"),
        ("责任人", "韦建国"),
        ("督办人", "覃督办"),
        ("完成标准", "主次干道无积存垃圾"),
    ):
        hands.tab_to(field)
        hands.type(text) if text else hands.press(ENTER)
    hands.tab_to("交办")
    hands.press(ENTER)
    hands.sees("已交办“冬季清洁行动”，共")
    hands.tab_to("各村进展")
    hands.press(DOWN)
    hands.tab_to("登记进展")
    hands.press(ENTER)
    hands.sees("已登记")
    [order] = [one for one in walk.read(order_page.order_lines) if one.title == "冬季清洁行动"]
    assert order.settled == 1


def edit_record(walk: Walk) -> None:
    """Change a household, take it back, do it again."""
    hands = walk.hands

    def addresses() -> set[str]:
        return {row.text("address") for row in walk.read(lambda ctx: ctx.ws.select("household"))}

    walk.open("台账")
    hands.ctrl(Qt.Key.Key_F)
    hands.type("ldf")
    hands.sees("共 1 户")
    hands.press(Qt.Key.Key_Escape)
    hands.press(Qt.Key.Key_F2, Qt.KeyboardModifier.ShiftModifier)
    hands.tab_to("家庭住址")
    hands.type("丫他村6组老晒坝旁")
    hands.ctrl(Qt.Key.Key_S)
    hands.sees("已保存修改。")
    for key, said, there in (
        (Qt.Key.Key_Z, "已撤销：", False),
        (Qt.Key.Key_Y, "已重做：", True),
    ):
        hands.ctrl(key)
        hands.sees(said)
        assert ("丫他村6组老晒坝旁" in addresses()) is there

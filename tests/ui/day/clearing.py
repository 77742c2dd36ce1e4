"""A check that fails, with photos; its problem on the whole road, by two people."""

from __future__ import annotations

from PySide6.QtCore import Qt

from qxn_desktop.services import problems
from qxn_desktop.services.problems import ProblemView
from tests.ui.day.walk import Walk
from tests.ui.hands import DOWN, ENTER, TAB, name

ANSWERS = ("1", "1", "1", "2", "1", "1", "60", "1", "5", "1")
"""Of a toilet with three tanks; the fourth says that the tank leaks."""
SECOND, PASSPHRASE = "覃督办", "覃督办的口令"


def fail(walk: Walk) -> str:
    """Find a leaking tank, with three photos from the clipboard; gives the problem's id."""
    hands = walk.hands
    walk.open("检查")
    hands.sees("103202-0002 王国安")
    for answer in ANSWERS:
        hands.type(answer)
        hands.press(ENTER)
    hands.sees("列入 1 个问题")
    for colour in ("blue", "red", "green"):
        walk.copy_picture(colour)
        hands.ctrl(Qt.Key.Key_V)
    hands.press(ENTER)
    hands.press("1")
    hands.press(ENTER)
    hands.sees("已登记 103202-0002 王国安，列入 1 个问题。")
    hands.tab_to("看问题")
    hands.press(ENTER)
    hands.sees("化粪池（或双瓮、贮粪池）外观与密闭情况：渗漏", "下一步：交办")
    today = walk.read(lambda ctx: ctx.today.isoformat())
    leaks = walk.read(lambda ctx: ctx.ws.select("problem", {"found_on": today, "template": "HC"}))
    [found] = [one for one in leaks if one.text("title").endswith("渗漏")]
    return found.id


def clear(walk: Walk, id_: str) -> None:
    """Hand out, mend with a photo, apply; somebody else confirms."""
    hands = walk.hands
    hands.press(Qt.Key.Key_F2)
    hands.type("罗老三")
    hands.press(TAB)
    hands.type(SECOND)
    walk.enter_with_ctrl()
    hands.sees("已交给罗老三整改", "下一步：整改")
    _attach(walk, "整改中.jpg", "olive")
    hands.tab_to("说明")
    hands.type("已更换池壁，做了满水试验")
    walk.enter_with_ctrl()
    hands.sees("下一步：申请销号")
    _attach(walk, "整改后.jpg", "teal")
    hands.tab_to("整改情况")
    hands.type("换了池壁，满水三天不渗")
    walk.enter_with_ctrl()
    hands.sees("已申请销号")
    assert problem(walk, id_).state == "applied"
    change_clerk(walk, SECOND, PASSPHRASE)
    walk.open("问题")
    _confirm(walk, id_)


def _attach(walk: Walk, file: str, colour: str) -> None:
    walk.wanted = walk.picture(file, colour)
    walk.hands.press(Qt.Key.Key_F2)
    while "选择照片" not in name(walk.hands.focus):
        walk.hands.press(TAB)
    walk.hands.press(ENTER)
    walk.hands.sees(file)


def _confirm(walk: Walk, id_: str) -> None:
    hands = walk.hands
    hands.ctrl(Qt.Key.Key_F)
    hands.type("渗漏")
    hands.press(ENTER)
    hands.sees("下一步：复核销号（二销）", "巴金村 · 户厕 103202-0002")
    hands.press(Qt.Key.Key_F2)
    hands.tab_to("复核销号", back=True)
    hands.press(ENTER)
    hands.sees("已复核销号，接下来回访。")
    done = problem(walk, id_)
    assert done.state == "confirmed"
    assert done.line.closed_on == "2026-11-25"


def change_clerk(walk: Walk, clerk: str, passphrase: str) -> None:
    """Ctrl+L, another account, its passphrase."""
    hands, before = walk.hands, walk.program.window
    hands.ctrl(Qt.Key.Key_L)
    hands.tab_to("账户", back=True)
    hands.press(DOWN)
    hands.sees(clerk)
    assert name(hands.focus) == "账户"  # an arrow only passes names by
    hands.press(ENTER)
    assert name(hands.focus) == "口令"
    hands.type(passphrase)
    hands.press(ENTER)
    hands.until(lambda: walk.program.window not in (None, before))
    walk.to_the_front()
    hands.rest()
    hands.sees(f"丫他镇　{clerk}")


def problem(walk: Walk, id_: str) -> ProblemView:
    """Where the problem stands."""
    return walk.read(lambda ctx: problems.describe(ctx, id_))

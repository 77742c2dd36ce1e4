"""What a clerk reads of a problem: words, no codes."""

from __future__ import annotations

import re

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit

from qxn_desktop.services import problems
from qxn_desktop.services.catalog import shipped_templates
from qxn_desktop.services.legal_step import Action
from qxn_desktop.services.problem_board import Group, Wanted, board
from qxn_desktop.services.problem_page import problem_page
from qxn_desktop.ui.pages.problems.problem_pane import ProblemPane
from tests.ui.settling import settle


def test_an_item_is_named_by_number_and_words(demo_shell):
    with demo_shell.here() as ctx:
        every = [line.problem for line in board(ctx, Wanted(Group.ALL)).lines]
        found = [one for one in every if one.source == "检查发现"]
        pages = [problem_page(ctx, one.id) for one in found[:20]]
        shown = [one.description for one in pages] + [
            line.detail for one in pages for line in one.timeline
        ]
    assert not [one for one in shown if re.search("(?:FP|GC|HC|LJ|SC|WS)[0-9]{2}", one)]
    assert [
        one.description for one in pages if not re.search("第 [0-9]+ 项$", one.description)
    ] == []
    items = {item.text for known, _ in shipped_templates().values() for item in known.items}
    assert all(one.line.title.rpartition("：")[0] in items for one in pages)


def test_what_was_typed_for_a_step_that_is_past_can_be_taken_along(qtbot, demo_shell):
    read = lambda ctx: problem_page(ctx, id_)  # noqa: E731
    with demo_shell.here() as ctx:
        id_ = next(
            line.problem.id
            for line in board(ctx, Wanted(Group.OPEN)).lines
            if line.problem.state == "applied"
        )
        page = read(ctx)
    pane = ProblemPane(demo_shell)
    qtbot.addWidget(pane)
    pane.show_page(page)
    pane.take_step("return")
    [text] = [one for one in pane.form.findChildren(QPlainTextEdit) if not one.isHidden()]
    text.setPlainText("照片看不清")
    said = []
    demo_shell.said.connect(said.append)
    again = Action("return", {"reason": "先由督办人退回", "by": page.line.supervisor})
    demo_shell.do(pane, "", lambda ctx, _job: problems.do(ctx, id_, again))
    settle(qtbot, demo_shell)
    with demo_shell.here() as ctx:
        pane.show_page(read(ctx))
    [one] = said
    assert one.text == "这个问题已经走到下一步，刚才写的没有用上。"
    one.more[1]()
    assert QGuiApplication.clipboard().text() == "照片看不清"

"""What a clerk reads of a problem: words, no codes."""

from __future__ import annotations

import re

from qxn_desktop.services.catalog import shipped_templates
from qxn_desktop.services.problem_board import Group, Wanted, board
from qxn_desktop.services.problem_page import problem_page


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

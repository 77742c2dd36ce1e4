"""What people read who gave no ``--json``."""

from __future__ import annotations

import pytest

from qxn_desktop.cli.output import print_plain

Capture = pytest.CaptureFixture[str]


def plain(capsys: Capture, document: object) -> list[str]:
    print_plain(document)
    return capsys.readouterr().out.splitlines()


def test_rows_within_rows_stand_below_them(capsys: Capture) -> None:
    villages = [{"village": "巴金村", "late": False}, {"village": "丫他村", "late": True}]
    order = {"title": "清沟", "villages": villages, "tally": {"open": 1, "done": 0}}
    assert plain(capsys, {"orders": [order]}) == [
        "orders",
        "  - title=清沟  tally=open=1  done=0",
        "      villages",
        "        - village=巴金村  late=False",
        "        - village=丫他村  late=True",
    ]


def test_what_is_empty_in_a_row_is_left_out(capsys: Capture) -> None:
    row: dict[str, object] = {
        "id": "a",
        "owner": "",
        "due": None,
        "photos": [],
        "population": 0,
        "risk": False,
    }
    assert plain(capsys, {"rows": [row], "next": None}) == [
        "rows",
        "  - id=a  population=0  risk=False",
        "next None",
    ]


def test_a_list_of_words_stays_on_its_line(capsys: Capture) -> None:
    document = {"photos": ["1.jpg"], "rows": [{"options": ("是", "否"), "none": ()}]}
    assert plain(capsys, document) == [
        "photos",
        "  - 1.jpg",
        "rows",
        '  - options=["是", "否"]',
    ]

from __future__ import annotations

from qxn_desktop.common.sentence import without_keys


def test_keys_of_the_command_line_are_left_out():
    assert without_keys("还缺：整改情况（text），请补说明（signed_sheet）。") == (
        "还缺：整改情况，请补说明。"
    )


def test_what_people_wrote_in_brackets_stays():
    text = "申请销号（一销）已由韦建国（覃督办录入）办理（PDF），见（2026）5号。"
    assert without_keys(text) == text

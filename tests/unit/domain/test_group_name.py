from __future__ import annotations

import pytest

from qxn_desktop.domain.group_name import group_words


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("3", "3组"),
        (" 12 ", "12组"),
        ("３", "３组"),
        ("十一", "十一组"),
        ("3组", "3组"),
        ("纳洞组", "纳洞组"),
        ("上寨", "上寨"),
        ("", ""),
    ],
)
def test_a_bare_number_is_said_as_a_group(written, said):
    assert group_words(written) == said

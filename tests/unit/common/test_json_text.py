from __future__ import annotations

from decimal import Decimal

import pytest

from qxn_desktop.common.errors import UserError
from qxn_desktop.common.json_text import parse_json, read_json_file, read_text_file

WRONG = {
    "nothing": ("", "E-CLI-015"),
    "half": ('{"HC01": "是"', "E-CLI-015"),
    "comment": ('{"HC01": "是"} // 备注', "E-CLI-015"),
    "not a number": ('{"HC08": NaN}', "E-CLI-014"),
    "without end": ('{"HC08": -Infinity}', "E-CLI-014"),
    "key twice": ('{"HC01": "是", "HC01": "否"}', "E-CLI-014"),
    "key twice within": ('{"HC04": {"na": "a", "na": "b"}}', "E-CLI-014"),
    "thousands of digits": (f'{{"HC08": {"9" * 5000}}}', "E-CLI-016"),
    "huge exponent": ('{"HC08": 1e99999999999999999999}', "E-CLI-016"),
    "half a character": ('{"HC01": "\\ud83d"}', "E-CLI-016"),
    "half a character as key": ('{"\\udc00": 1}', "E-CLI-016"),
    "deep": ("[" * 100_000, "E-CLI-016"),
}


@pytest.mark.parametrize("case", WRONG)
def test_doubtful_json_is_refused_in_words(case):
    text, code = WRONG[case]
    with pytest.raises(UserError) as refused:
        parse_json(text, "文件“a.json”")
    assert refused.value.code == code
    assert refused.value.message.startswith("文件“a.json”")


def test_fractions_are_exact():
    assert parse_json('{"a": 0.1, "b": 60, "c": null}', "") == {
        "a": Decimal("0.1"),
        "b": 60,
        "c": None,
    }


def test_the_place_of_a_slip_is_named():
    with pytest.raises(UserError, match="第 2 行第 3 列"):
        parse_json('{\n  HC01: "是"}', "文件")


def test_files(tmp_path):
    file = tmp_path / "答案.json"
    file.write_bytes('{"HC01": "是"}'.encode("utf-8-sig"))
    assert read_json_file(file) == {"HC01": "是"}
    file.write_bytes('{"HC01": "是"}'.encode("gbk"))
    for path, code in (
        (file, "E-CLI-013"),
        (tmp_path / "无.json", "E-CLI-010"),
        (tmp_path, "E-CLI-010"),
    ):
        with pytest.raises(UserError) as refused:
            read_json_file(path)
        assert refused.value.code == code
    with pytest.raises(UserError) as refused:
        read_text_file(file, most=3)
    assert refused.value.code == "E-CLI-012"

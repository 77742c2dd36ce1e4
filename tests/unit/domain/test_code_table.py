from __future__ import annotations

from datetime import date

import pytest

from qxn_desktop.domain.code_table import CodeTable, parse_code_table
from qxn_desktop.domain.field_type import clean
from qxn_desktop.domain.register import FieldSpec
from qxn_desktop.domain.register_parse import parse_register
from qxn_desktop.services.catalog import code_tables, registers

TODAY = date(2026, 11, 25)
HEAD = 'id = "t"\ntitle = "表"\nstandard = "GB 1"\nsource = "无"\nexample = "甲"\n'


def field(register: str, name: str) -> FieldSpec:
    found = registers()[register].field(name)
    assert found is not None
    return found


def test_a_table_gives_names_words_and_codes() -> None:
    table, problems = parse_code_table(HEAD + 'entries = [["01", "甲族", "甲"], ["", "乙族"]]\n')
    assert problems == []
    assert isinstance(table, CodeTable)
    assert table.names == ("甲族", "乙族")
    assert table.words == (("甲", "甲族"), ("01", "甲族"), ("1", "甲族"))
    assert (table.code("甲族"), table.code("乙族"), table.code("丙族")) == ("01", "", "")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("id = ", "E-REG-140"),
        ('id = "t"\nentries = [["1", "甲"]]\n', "E-REG-141"),
        (HEAD + 'colour = "red"\nentries = [["1", "甲"]]\n', "E-REG-141"),
        (HEAD + "entries = []\n", "E-REG-142"),
        (HEAD + 'entries = [["1"]]\n', "E-REG-142"),
        (HEAD + 'entries = [["1", ""]]\n', "E-REG-142"),
        (HEAD + 'entries = [["1", 2]]\n', "E-REG-142"),
        (HEAD + 'entries = [["1", "甲"], ["2", "甲"]]\n', "E-REG-143"),
        (HEAD + 'entries = [["1", "甲"], ["01", "乙"]]\n', "E-REG-143"),
    ],
)
def test_a_faulty_table_says_what_is_wrong(text: str, code: str) -> None:
    table, problems = parse_code_table(text)
    assert table is None
    assert {one.code for one in problems} == {code}


def test_the_peoples_of_the_standard_are_all_there() -> None:
    table = code_tables()["gbt3304"]
    coded = {entry.code: entry.name for entry in table.entries if entry.code}
    assert sorted(coded)[:56] == [f"{number:02}" for number in range(1, 57)]
    assert (coded["06"], coded["09"], coded["37"], coded["56"]) == (
        "苗族", "布依族", "仡佬族", "基诺族",
    )  # fmt: skip
    assert coded["97"] == "其他"


@pytest.mark.parametrize(
    ("register", "name", "raw", "kept"),
    [
        ("member", "nation", "09", "布依族"),
        ("member", "nation", "9", "布依族"),
        ("member", "nation", 9, "布依族"),
        ("member", "nation", "9.0", "布依族"),
        ("member", "nation", "布依", "布依族"),
        ("member", "nation", " 汉　族", "汉族"),
        ("member", "gender", "2", "女"),
        ("member", "gender", "男性", "男"),
        ("member", "relation", "儿子", "之子"),
        ("member", "relation", "02", "户主"),
        ("member", "relation", "之儿媳", "之儿媳"),
        ("member", "education", "小学教育", "小学"),
        ("member", "political", "中国共产党党员", "中共党员"),
        ("member", "health", "患有大病，残疾人", ["大病", "残疾"]),
        ("household", "risk1", "因产业（项目）失败", "因产业项目失败"),
        ("household", "risk1", "R01", "因病"),
        ("household", "dwelling_grade", "c", None),
        ("household", "dwelling_grade", "Ｃ", "C级"),
    ],
)
def test_codes_and_other_words_are_brought_to_the_name(
    register: str, name: str, raw: str | int, kept: object
) -> None:
    value, problem = clean(field(register, name), raw, TODAY)
    assert value == kept
    assert (problem is None) == (kept is not None)


def test_an_unknown_word_is_told_what_may_be_written() -> None:
    _, problem = clean(field("member", "nation"), "火星族", TODAY)
    assert problem is not None
    assert problem.message.startswith("民族：没有“火星族”这一项，可填：汉族、蒙古族")
    assert problem.message.endswith("项，也可填代码。")


def test_every_alias_of_the_registers_means_an_option() -> None:
    for spec in registers().values():
        for one in spec.fields:
            assert {option for _, option in one.aliases} <= set(one.options), (spec.id, one.id)


def test_no_heading_of_a_register_means_two_columns() -> None:
    for spec in registers().values():
        said = [w for one in spec.fields for w in (one.title, *one.synonyms, *one.opposites)]
        twice = {word for word in said if said.count(word) > 1}
        assert not twice, spec.id


def test_a_field_takes_all_or_some_of_a_table() -> None:
    text = 'id = "a"\ntitle = "甲"\n[[field]]\nid = "x"\ntitle = "性别"\ntype = "choice"\n'
    whole, _ = parse_register(text + 'codes = "gbt2261_1"\n', code_tables())
    some, _ = parse_register(text + 'codes = "gbt2261_1"\noptions = ["男", "女"]\n', code_tables())
    assert whole is not None
    assert some is not None
    assert len(whole.fields[0].options) == 4
    assert some.fields[0].options == ("男", "女")
    assert ("0", "未知的性别") not in some.fields[0].aliases
    _, problems = parse_register(text + 'codes = "gbt1"\n', code_tables())
    assert problems[0].code == "E-REG-126"
    _, problems = parse_register(text + 'codes = "gbt2261_1"\noptions = ["人"]\n', code_tables())
    assert problems[0].code == "E-REG-127"

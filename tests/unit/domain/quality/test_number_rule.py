import pytest

from qxn_desktop.domain.quality.catalog import RULES
from qxn_desktop.domain.quality.examination import examine_home
from tests.unit.domain.quality.family import born, found, home, id_number, person, terms

GOOD = id_number(born(40), "男")
BAD_CHECK = GOOD[:17] + ("0" if GOOD[17] != "0" else "1")


@pytest.mark.parametrize(
    ("number", "length", "digit"),
    [
        (GOOD, False, False),
        (GOOD[:17], True, False),
        (GOOD + "4", True, False),
        (GOOD + "41", False, False),
        (GOOD + "41B1", False, False),
        (GOOD + "41B", True, False),
        (BAD_CHECK, False, True),
        (BAD_CHECK + "41", False, True),
        (GOOD + "85", False, True),  # no such category
        ("522301190002290029", False, True),  # 1900 had no 29 February
        ("52232619000101001X", False, True),
        ("522326190001010010", False, False),
        ("999999200001010000", False, False),  # without papers: 004
        (None, False, False),
    ],
)
def test_length_and_check_digit(number, length, digit):
    view = home(person("户主", "男", 40, id_number=number, note="无证"))
    assert bool(found(2, view)) is length
    assert bool(found(3, view)) is digit


def test_head_with_the_same_number_is_told_once():
    wrong = home(person("户主", "男", 40, id_number=BAD_CHECK), id_number=BAD_CHECK)
    assert found(3, wrong) == [("m0", "id_number")]
    alone = home(id_number=BAD_CHECK)
    assert found(3, alone) == [("h", "id_number")]


def test_person_without_papers_needs_a_note():
    number = "999999200001010000"
    assert found(4, home(person("之子", "男", 5, id_number=number))) == [("m0", "id_number")]
    assert found(4, home(person("之子", "男", 5, id_number=number, note="刚出生"))) == []
    assert found(4, home(person("之子", "男", 5))) == []


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({}, None),
        ({"gender": "女"}, "gender"),
        ({"gender": None}, None),
        ({"birth_date": born(40, 1).isoformat()}, "birth_date"),
        ({"birth_date": None}, None),
        ({"id_number": None, "gender": "女"}, None),
        ({"id_number": "999999198601010020", "gender": "男"}, None),
    ],
)
def test_gender_and_birth_against_the_number(change, field):
    view = home(person("户主", "男", 40, **change))
    assert found(5, view) == ([("m0", field)] if field else [])


def test_no_sentence_holds_a_number():
    view = home(person("户主", "男", 40, id_number=BAD_CHECK, gender="女"), phone="12345")
    told = examine_home(view, terms(), RULES.values())
    assert all(BAD_CHECK[:17] not in one.sentence and "12345" not in one.sentence for one in told)

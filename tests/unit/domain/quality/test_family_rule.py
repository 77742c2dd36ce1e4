import pytest

from tests.unit.domain.quality.family import found, home, person, terms

KEPT = terms("member.relation")


def test_one_head():
    head, wife = person("户主", "男", 40), person("配偶", "女", 39)
    assert found(6, home(head, wife), KEPT) == []
    assert found(6, home(wife), KEPT) == [("h", "head_name")]
    assert found(6, home(head, person("户主", "女", 39)), KEPT) == [("h", "head_name")]


def test_household_without_members_is_not_asked_for_a_head():
    assert found(6, home(), KEPT) == []


def test_no_head_is_no_fault_where_relations_are_not_kept():
    assert found(6, home(person("", "男", 40)), terms()) == []


@pytest.mark.parametrize(
    ("relation", "gender", "wrong"),
    [
        ("配偶", "女", False),
        ("配偶", "男", True),
        *((f"之{word}", "男", True) for word in ("女儿", "母", "祖母", "孙女", "兄弟媳妇", "儿媳")),
        *((f"之{word}", "女", False) for word in ("女儿", "母亲", "祖母", "孙女", "兄弟媳妇")),
        *((word, "女", True) for word in ("儿子", "之父", "女婿", "之孙子", "之子")),
        *((word, "男", False) for word in ("儿子", "父亲", "之女婿", "孙子")),
        ("其他", "女", False),
        ("", "男", False),
    ],
)
def test_gender_of_a_relation(relation, gender, wrong):
    view = home(person("户主", "男", 60), person(relation, gender, 30))
    assert found(7, view) == ([("m1", "relation")] if wrong else [])


def test_gender_comes_from_the_number_when_it_is_not_entered():
    view = home(person("户主", "男", 60), person("配偶", "男", 58, gender=None))
    assert found(7, view) == [("m1", "relation")]

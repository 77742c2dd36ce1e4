from dataclasses import replace

from qxn_desktop.domain.quality import duplicate
from tests.unit.domain.quality.family import born, home, id_number, person

NUMBER = id_number(born(40), "男")


def other(view, id_="x", village="522327103201"):
    members = tuple(replace(one, id=f"{id_}{one.id}") for one in view.members)
    return replace(view, id=id_, members=members, values={**view.values, "village": village})


def shared(*homes):
    papers = [one for view in homes for one in duplicate.papers_of(view)]
    return [(holder.row, fault.sentence) for holder, fault in duplicate.shared_papers(papers)]


def test_head_is_one_person_though_he_stands_twice():
    assert shared(home(person("户主", "男", 40, id_number=NUMBER), id_number=NUMBER)) == []


def test_number_in_two_households_names_the_other_and_how_far_off():
    one = home(person("户主", "男", 40, id_number=NUMBER))
    far = shared(one, other(one))
    assert [row for row, _ in far] == ["m0", "xm0"]
    assert all("另一个村“户主某”" in sentence for _, sentence in far)
    near = shared(one, other(one, village="522327103200"))
    assert all("本村“户主某”" in sentence for _, sentence in near)


def test_number_twice_in_one_household():
    twins = home(
        person("之子", "男", 9, id_number=NUMBER), person("之子", "男", 9, id_number=NUMBER)
    )
    assert [row for row, _ in shared(twins)] == ["m0", "m1"]


def test_placeholder_is_shared_by_many():
    one = home(person("户主", "男", 40, id_number="999999200001010000"))
    assert shared(one, other(one)) == []


def test_phone_of_two_households_is_told_once_each():
    def phones(*homes):
        found = [one for view in homes for one in duplicate.phones_of(view)]
        return [holder.row for holder, _ in duplicate.shared_phones(found)]

    one = home(
        person("户主", "男", 40, phone="13800001234"),
        person("配偶", "女", 40, phone="13800001234"),
        phone="13800001234",
    )
    assert phones(one) == []
    assert phones(one, other(one)) == ["m0", "xm0"]


def test_another_holder_changes_the_fingerprint_material():
    one = home(person("户主", "男", 40, id_number=NUMBER))
    papers = [p for view in (one, other(one), other(one, "y")) for p in duplicate.papers_of(view)]
    two = [fault.besides for _, fault in duplicate.shared_papers(papers[:2])]
    three = [fault.besides for _, fault in duplicate.shared_papers(papers)]
    assert two[0] == ("xm0",)
    assert three[0] == ("xm0", "ym0")

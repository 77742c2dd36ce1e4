"""Offices that exchange real packages: late, twice, never, out of order, through others."""

from __future__ import annotations

import pytest

from qxn_desktop.common.errors import AppError, TrustError, UserError
from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.operation import Draft, Kind
from qxn_desktop.services import conflicts, exchange, problems, records, settings, undo
from qxn_desktop.services.legal_step import Action
from qxn_desktop.services.routing import draft
from qxn_desktop.store.partners import Sent
from qxn_desktop.store.verify import findings
from tests.builders import VILLAGE, delete, put
from tests.integration.services.town import Town, common_row, fields, shown, the_conflict, write

ID_NUMBER = "522327199003070014"


# --- delivery -------------------------------------------------------------------------------------


def test_twice_late_out_of_order_and_lost(town: Town) -> None:
    a, b = town.laptops("ab")
    packages = []
    for number in range(4):
        write(a, f"r{number}", head_name="户")
        packages.append(town.pack(a))
    late = exchange.merge(b, packages[2]).outcome
    assert (late.applied, late.already) == (3, 0)
    first = exchange.merge(b, packages[0]).outcome
    assert (first.applied, first.already) == (0, 1)
    assert exchange.merge(b, packages[2]).outcome.already == 3
    town.meet(a, b)


def test_a_relay_through_a_third_laptop(town: Town) -> None:
    a, b, c = town.laptops("abc")
    write(a, "r", head_name="甲")
    town.send(a, b)
    write(b, "r", note="乙")
    merged = town.send(b, c)
    assert (merged.sender, merged.outcome.pending) == ("b", 0)
    assert shown(c, "r") == {"head_name": "甲", "note": "乙"}
    town.meet(a, b, c)


def test_a_lost_package_is_sent_again_until_it_is_confirmed(town: Town) -> None:
    a, b = town.laptops("ab")
    write(a, "r", head_name="甲")
    assert exchange.pack(a, town.folder / "lost").operations == 1
    assert exchange.pack(a, town.folder / "again").operations == 1
    exchange.merge(b, town.folder / "again")
    town.send(b, a)
    assert exchange.pack(a, town.folder / "empty").operations == 0


def test_ones_own_package_changes_nothing(town: Town) -> None:
    a, b = town.laptops("ab")
    common_row(town, a, b)
    before = a.ws.digest()
    outcome = exchange.merge(a, town.pack(a)).outcome
    assert (outcome.applied, outcome.quarantined) == (0, 0)
    assert a.ws.digest() == before


def test_an_old_package_played_again_only_costs_a_resend(town: Town) -> None:
    a, b = town.laptops("ab")
    common_row(town, a, b)
    old = town.pack(b)
    write(a, "r2", head_name="新")
    a.ws.clock.advance(days=1)  # type: ignore[attr-defined]
    b.ws.clock.advance(days=1)  # type: ignore[attr-defined]
    town.send(a, b)
    town.send(b, a)
    before = a.ws.digest()
    assert exchange.merge(a, old).outcome.applied == 0
    assert a.ws.digest() == before
    town.meet(a, b)


@pytest.mark.parametrize(
    ("damage", "code"),
    [
        (lambda data: data[: len(data) // 2], 3),
        (lambda data: data[:-1] + bytes([data[-1] ^ 1]), 5),
        (lambda data: data.replace(b'"created":1', b'"created":2'), 5),
        (lambda data: data + b"x", 3),
        (lambda _: b"", 3),
    ],
)
def test_a_damaged_package_changes_nothing(town: Town, damage: object, code: int) -> None:
    a, b = town.laptops("ab")
    write(a, "r", head_name="甲")
    a.ws.photos.add(b"picture")
    path = town.pack(a)
    path.write_bytes(damage(path.read_bytes()))  # type: ignore[operator]
    before, receipt = b.ws.digest(), b.ws.partners.receipt("a")
    with pytest.raises(AppError) as refused:
        exchange.merge(b, path)
    assert refused.value.exit_code == code
    assert (b.ws.digest(), b.ws.partners.receipt("a")) == (before, receipt)
    assert not (b.ws.root / "photos").exists()


def test_a_stranger_and_a_wrong_recipient(town: Town) -> None:
    a, b, c = town.laptops("abc")
    (stranger,) = town.laptops("s")
    exchange.pin(stranger, town.folder / "b.card")
    write(stranger, "r", head_name="假")
    for path, reader in ((town.pack(stranger), b), (town.pack(a, b), c)):
        with pytest.raises(TrustError):
            exchange.merge(reader, path)
        assert reader.ws.log.count() == 0


def test_a_refused_package_leaves_no_photo(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    a, b = town.laptops("ab")
    name = a.ws.photos.add(b"picture")
    a.ws.write([Draft("photo", name, Kind.BLOB, {"size": 7})])
    path = town.pack(a)
    with monkeypatch.context() as patch:
        patch.setattr("qxn_desktop.store.merger.MOST_RUNS", 0)
        with pytest.raises(TrustError):
            exchange.merge(b, path)
    assert not b.ws.photos.has(name)
    exchange.merge(b, path)
    assert b.ws.photos.read(name) == b"picture"


def test_a_photo_of_an_impossible_name_spoils_no_package(town: Town) -> None:
    a, b = town.laptops("ab")
    a.ws.write([Draft("photo", "../不是照片", Kind.BLOB, {"size": 7})])
    town.meet(a, b)
    assert b.ws.count("photo") == 1


def test_a_damaged_photo_stops_no_package_and_comes_back(town: Town) -> None:
    a, b = town.laptops("ab")
    name = a.ws.photos.add(b"picture")
    a.ws.write([Draft("photo", name, Kind.BLOB, {"size": 7})])
    town.send(a, b)
    [file] = (b.ws.root / "photos").iterdir()
    file.write_bytes(b"rot")
    b.ws.write([Draft("photo", name, Kind.BLOB, {"name": "a.jpg"})])
    town.send(b, a)
    assert exchange.missing_photos(b) == [name]
    town.send(a, b)
    assert b.ws.photos.read(name) == b"picture"
    assert findings(b.ws) == []


# --- conflicts and decisions ----------------------------------------------------------------------


def test_the_same_row_in_different_fields_and_the_same_value(town: Town) -> None:
    a, b = town.laptops("ab")
    common_row(town, a, b)
    write(a, "r", phone="19900000001", note="同")
    write(b, "r", address="板万", note="同")
    town.meet(a, b)
    assert a.ws.conflicts() == []
    assert shown(a, "r") == {
        "village": VILLAGE, "head_name": "罗", "phone": "19900000001", "address": "板万",
        "note": "同",
    }  # fmt: skip


def test_three_ways_decided_by_one(town: Town) -> None:
    a, b, c = offices = town.laptops("abc")
    common_row(town, *offices)
    for office in offices:
        write(office, "r", note=office.ws.site)
    town.meet(*offices)
    conflict = the_conflict(a)
    assert [option.value for option in conflict.options] == ["a", "b", "c"]
    conflicts.resolve(b, conflict.id, "1")
    town.meet(*offices)
    assert c.ws.conflicts() == []
    assert shown(c, "r")["note"] == "a"


def test_two_decisions_and_a_decision_against_a_new_edit(town: Town) -> None:
    a, b = town.laptops("ab")
    common_row(town, a, b)
    write(a, "r", note="甲")
    write(b, "r", note="乙")
    town.meet(a, b)
    conflict = the_conflict(a)
    conflicts.resolve(a, conflict.id, "1")
    conflicts.resolve(b, conflict.id, "2")
    town.meet(a, b)
    again = the_conflict(a)
    assert again.id != conflict.id
    conflicts.resolve(a, again.id, "1")
    write(b, "r", note="丙")  # b has not seen the decision
    town.meet(a, b)
    last = the_conflict(b)
    assert {option.value for option in last.options} == {"甲", "丙"}
    with pytest.raises(UserError):
        conflicts.resolve(b, conflict.id, "1")


@pytest.mark.parametrize("first", [0, 1])
def test_edit_against_delete_in_both_orders(town: Town, first: int) -> None:
    offices = town.laptops("ab")
    a, b = offices
    common_row(town, a, b)
    a.ws.write([delete("r")])
    write(b, "r", note="还在")
    town.send(offices[first], offices[1 - first])
    town.meet(a, b)
    assert fields(a) == ["_deleted"]
    assert shown(b, "r")["note"] == "还在"
    conflicts.resolve(a, the_conflict(a).id, "delete" if first else "keep")
    town.meet(a, b)
    assert b.ws.conflicts() == []
    assert bool(shown(b, "r")) is not bool(first)


def test_what_arrives_before_its_row(town: Town) -> None:
    """A change and an event by someone who saw the row, without the row itself."""
    a, b, c = town.laptops("abc")
    a.ws.write([put("p", "problem", title="漏水", found_on="2026-11-20", severity="一般")])
    common_row(town, a, b)
    write(b, "r", note="改")
    problems.do(b, "p", Action("assign", {"owner": "甲", "supervisor": "乙"}))
    runs = [b.ws.run_after(chain, 0) for chain in b.ws.log.chains if chain.site == "b"]
    c.ws.merge(runs, Sent("b", "p", 0, {}))
    assert c.ws.get("problem", "p") is None
    assert shown(c, "r") == {"note": "改"}
    town.meet(a, b, c)
    row = c.ws.get("problem", "p")
    assert row is not None
    assert row.values["owner"] == "甲"


def test_two_assignments_side_by_side_are_settled_once_for_all(town: Town) -> None:
    a, b = town.laptops("ab")
    a.ws.write([put("p", "problem", title="漏水", found_on="2026-11-20", severity="一般")])
    town.send(a, b)
    for office, owner in ((a, "甲"), (b, "乙")):
        problems.do(office, "p", Action("assign", {"owner": owner, "supervisor": "丙"}))
    town.meet(a, b)
    assert fields(a) == ["_state"]
    with pytest.raises(UserError, match="没有“assign”这个选项"):  # which of the two?
        conflicts.resolve(b, the_conflict(b).id, "assign")
    conflicts.resolve(b, the_conflict(b).id, "2")
    town.meet(a, b)
    assert a.ws.conflicts() == []
    row = a.ws.get("problem", "p")
    assert row is not None
    assert row.values["owner"] == "乙"


def test_a_problem_deleted_here_and_worked_on_there(town: Town) -> None:
    a, b = town.laptops("ab")
    a.ws.write([put("p", "problem", title="漏水", found_on="2026-11-20", severity="一般")])
    town.send(a, b)
    a.ws.write([delete("p", "problem")])
    problems.do(b, "p", Action("assign", {"owner": "甲", "supervisor": "乙"}))
    town.meet(a, b)
    assert fields(a) == ["_deleted"]
    conflicts.resolve(a, the_conflict(a).id, "delete")
    town.meet(a, b)
    assert b.ws.get("problem", "p") is None
    assert b.ws.conflicts() == []


def test_the_same_person_typed_on_two_laptops_is_one_row(town: Town) -> None:
    a, b = town.laptops("ab")
    ids = []
    for office in (a, b):
        write(office, "h", village=VILLAGE, head_name="罗")
        raw: dict[str, Json] = {"household": "h", "village": VILLAGE, "name": "罗小妹"}
        ids.append(records.add(office, "member", {**raw, "id_number": ID_NUMBER}).id)
    town.meet(a, b)
    assert len({*ids}) == 1
    assert a.ws.count("member") == 1
    assert a.ws.conflicts() == []


def test_two_rows_with_one_number_and_a_row_without_its_household_stay(town: Town) -> None:
    a, b = town.laptops("ab")
    write(a, "h", village=VILLAGE, head_name="罗")
    town.send(a, b)
    a.ws.write([delete("h")])
    b.ws.write([put("m1", "member", household="h", name="甲", id_number=ID_NUMBER)])
    a.ws.write([put("m2", "member", household="没有", name="乙", id_number=ID_NUMBER)])
    town.meet(a, b)
    assert [row.id for row in a.ws.select("member")] == ["m1", "m2"]


def test_undo_after_a_merge(town: Town) -> None:
    a, b = town.laptops("ab")
    common_row(town, a, b)
    write(a, "r", note="甲")
    town.send(a, b)
    write(b, "other", head_name="无关")
    town.send(b, a)
    undo.undo(a)
    assert shown(a, "r")["note"] == "原"
    write(a, "r", note="甲二")
    write(b, "r", note="乙")
    town.send(b, a)
    with pytest.raises(UserError, match="随后又有人改过"):
        undo.undo(a)
    town.meet(a, b)


def test_the_sealed_stream_reaches_colleagues_of_the_unit(town: Town) -> None:
    a, b = town.laptops("ab")
    a.ws.write([settings.draft(settings.DRAW_SEED, "5eed", sealed=True)])
    town.send(a, b)
    assert settings.value(b, settings.DRAW_SEED) == "5eed"
    assert {chain.stream for chain in b.ws.log.chains} == {"sealed"}


def test_a_decision_about_what_is_sealed_stays_sealed(town: Town) -> None:
    """Two laptops drew a seed before they met; the decision names it again."""
    a, b = town.laptops("ab")
    for office in (a, b):
        office.ws.write([settings.draft(settings.DRAW_SEED, office.ws.site, sealed=True)])
    town.meet(a, b)
    conflicts.resolve(a, the_conflict(a).id, "1")
    town.meet(a, b)
    assert settings.value(b, settings.DRAW_SEED) == "a"
    assert {chain.stream for chain in b.ws.log.chains} == {"sealed"}


def test_a_row_keeps_the_stream_it_began_in(town: Town) -> None:
    (a,) = town.laptops("a")
    a.ws.write([draft(a, "household", "r", Kind.PUT, {"head_name": "未定"})])
    a.ws.write([draft(a, "household", "r", Kind.PUT, {"village": VILLAGE})])
    a.ws.write([draft(a, "household", "s", Kind.PUT, {"village": VILLAGE})])
    a.ws.write([draft(a, "household", "s", Kind.PUT, {"village": "522327103202"})])
    streams = {row: {op.chain.stream for op in a.ws.operations("household", row)} for row in "rs"}
    assert streams == {"r": {"unit"}, "s": {f"village:{VILLAGE}"}}


def test_a_bulk_import_on_two_laptops_before_they_meet(town: Town) -> None:
    a, b = town.laptops("ab")
    for office in (a, b):
        office.ws.write(
            [
                Draft("household", f"r{n}", Kind.PUT, {"head_name": f"户{n}"}, VILLAGE)
                for n in range(1000)
            ]
        )
    town.meet(a, b)
    assert a.ws.conflicts() == []
    assert a.ws.count("household") == 1000

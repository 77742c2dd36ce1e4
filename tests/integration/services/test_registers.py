"""Registers of issue 4 in a real office: computed totals, the first toilet, titles, hamlets."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from qxn_desktop.common.errors import UserError
from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.operation import Draft, Kind
from qxn_desktop.services import records
from qxn_desktop.services.catalog import registers
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.value_words import ValueWords
from qxn_desktop.store.verify import findings
from tests.builders import VILLAGE, new_office


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AppContext]:
    door, ctx = new_office(tmp_path_factory.mktemp("office") / "w")
    yield ctx
    door.close()


def add(ctx: AppContext, register: str, **raw: Json) -> str:
    return records.add(ctx, register, {"village": VILLAGE, **raw}).id


def refusal(ctx: AppContext, register: str, **raw: Json) -> str:
    with pytest.raises(UserError) as error:
        add(ctx, register, **raw)
    return str(error.value)


def test_an_income_sheet_adds_itself_up(office: AppContext) -> None:
    home = add(office, "household", head_name="韦收支")
    id_ = records.add(
        office,
        "income_sheet",
        {"household": home, "kind": "识别", "period_from": "202505", "period_to": "2026年4月",
         "people": 4, "wage_work": "36000.50", "cost_crops": "1000", "self_pay": "5000"},
    ).id  # fmt: skip
    row = office.ws.get("income_sheet", id_)
    assert row is not None
    assert row.text("village") == VILLAGE
    assert (row.text("period_from"), row.text("period_to")) == ("2025-05", "2026-04")
    assert row.text("net_income") == "35000.5"
    assert row.text("net_income_per_head") == "8750.13"
    assert row.text("reference_per_head") == "7500.13"
    records.set_values(office, id_, {"people": 5})
    again = office.ws.get("income_sheet", id_)
    assert again is not None
    assert again.text("net_income_per_head") == "7000.1"
    assert ValueWords(office).row(again) == "韦收支 识别"
    assert findings(office.ws) == []
    told = refusal(office, "income_sheet", household=home, net_income="1")
    assert "家庭纯收入由程序自动得出" in told


def test_only_the_first_toilet_is_built_before_it_passed(office: AppContext) -> None:
    first = add(office, "toilet", code="DX-1", type="三格式")
    batch = add(office, "toilet_batch", code="2026年一队", year=2026)
    other = add(office, "toilet", code="DX-2", type="三格式", batch=batch, progress="未开工")

    def told(**raw: Json) -> str:
        with pytest.raises(UserError) as error:
            records.set_values(office, other, raw)
        return str(error.value)

    assert "还没有选定首厕" in told(progress="施工")
    records.set_values(office, batch, {"first": first})
    records.set_values(office, first, {"batch": batch, "progress": "竣工"})
    assert "还没有做首厕过关验收" in told(progress="施工")
    assert "还没有做首厕过关验收" in told(started_on="2026-05-01")
    check(office, first, "2026-04-01", "整改后复验")
    assert "结论是“整改后复验”" in told(progress="竣工")
    check(office, first, "2026-04-20", "过关")
    records.set_values(office, other, {"progress": "施工"})
    check(office, first, "2026-05-20", "不过关")
    records.set_values(office, other, {"note": "已施工的不受影响"})
    assert "“不过关”" in refusal(office, "toilet", code="DX-3", batch=batch, progress="施工")


def check(ctx: AppContext, toilet: str, day: str, conclusion: str) -> None:
    values: dict[str, Json] = {
        "template": "SC", "object": toilet, "object_register": "toilet", "village": VILLAGE,
        "date": day, "outcome": "done", "answers": {"SC15": conclusion},
    }  # fmt: skip
    ctx.ws.write([Draft("check", f"sc-{day}", Kind.PUT, values, VILLAGE)])


def test_titles_of_responsibility_fit_the_level(office: AppContext) -> None:
    told = refusal(office, "staff", level="乡镇", post="党委书记", name="甲", title="第一责任人")
    assert "应是“具体责任人”" in told
    id_ = add(office, "staff", level="乡镇", post="党委书记", name="甲", title="具体责任人")
    with pytest.raises(UserError, match="第一责任人"):
        records.set_values(office, id_, {"level": "县"})


def test_who_says_done_does_not_close(office: AppContext) -> None:
    told = refusal(office, "dump_site", name="河边", self_closed_by="罗某", closed_by="罗某")
    assert "二销人和一销人是同一人" in told
    add(office, "dump_site", name="河边", self_closed_by="罗某", closed_by="韦某")


def test_a_hamlet_number_is_once_in_a_village(office: AppContext) -> None:
    first = add(office, "hamlet", number="01", name="上寨")
    assert "本村已有这个组号" in refusal(office, "hamlet", number="01", name="下寨")
    records.set_values(office, first, {"households": 42})


def test_every_register_is_kept_with_every_field(office: AppContext) -> None:
    """A row with all that its columns take comes back as it was written."""
    for spec in registers().values():
        if spec.internal or spec.identity == "code":
            continue
        raw = {one.id: SAMPLES[one.type] for one in spec.fields if one.type in SAMPLES}
        raw |= {one.id: one.options[-1] for one in spec.fields if one.options}
        plain = {one.id for one in spec.fields if one.derived or one.type == "ref"}
        wanted = {key: value for key, value in raw.items() if key not in plain}
        wanted |= {one.id: [one.options[-1]] for one in spec.fields if one.type == "multi"}
        wanted |= {one.id: one.max[:4] for one in spec.fields if one.id == "revisits"}
        if spec.id == "staff":
            wanted["title"] = "一般责任人"
        if spec.village_field:
            wanted[spec.village_field] = VILLAGE
        spare = Draft(spec.id, f"full-{spec.id}", Kind.PUT, wanted, VILLAGE)
        office.ws.write([spare])
        row = office.ws.get(spec.id, f"full-{spec.id}")
        assert row is not None
        assert {key: row.values.get(key) for key in wanted} == wanted, spec.id
    assert findings(office.ws) == []


SAMPLES: dict[str, Json] = {
    "text": "某", "integer": 2, "decimal": "1.5", "date": "2026-01-02", "month": "2026-01",
    "yesno": "是", "phone": "15400010001", "id_number": "529000199003079035",
}  # fmt: skip

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from PIL import Image

from qxn_desktop.domain.evaluation import Outcome, Verdict
from qxn_desktop.domain.operation import Kind
from qxn_desktop.services import setting_entry, settings
from qxn_desktop.services.catalog import shipped_templates
from qxn_desktop.services.check_object import find_object
from qxn_desktop.services.checks import as_filled, checks_of, record
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.routing import draft
from qxn_desktop.services.templates import add_template, confirm
from tests.builders import UNIT, VILLAGE, new_office, runs_of, sent
from tests.integration.services.visit_builder import (
    DAY,
    FACILITY,
    FP,
    HC,
    HOUSEHOLD,
    MEMBER,
    PHOTOS,
    TOILET,
    furnish,
    refused,
    take_photos,
    visit,
)

LEAKING = {**HC, "HC05": ["渗漏", "破损"], "HC14": PHOTOS}


@pytest.fixture
def ctx(tmp_path: Path) -> Iterator[AppContext]:
    door, context = new_office(tmp_path / "ws")
    furnish(context)
    take_photos(tmp_path)
    yield context
    door.close()


def streams(ctx: AppContext, *rows: tuple[str, str]) -> set[str | None]:
    return {ctx.ws.stream_of(*row) for row in rows}


def test_a_leaking_toilet_opens_a_problem(ctx, tmp_path):
    done = record(ctx, visit(tmp_path, "HC", TOILET, LEAKING))
    assert (done.outcome, done.failed, done.leads) == (Outcome.DONE, ("HC05",), ())
    assert done.score is not None
    assert Decimal(0) < done.score < 100
    assert done.grade == "不合格"
    problem = ctx.ws.get("problem", done.problems[0])
    assert problem is not None
    expected = {
        "title": "化粪池（或双瓮、贮粪池）外观与密闭情况：渗漏、破损",
        "source": "检查发现",
        "object": TOILET,
        "object_register": "toilet",
        "village": VILLAGE,
        "check": done.id,
        "item": "HC05",
        "template": "HC",
        "severity": "严重",
        "found_on": "2026-11-20",
        "description": "户厕巡查第 4 项，检查结果：渗漏、破损",
        "state": "found",
        "due": "2026-11-27",
    }
    assert {key: problem.values[key] for key in expected} == expected
    assert problem.text("number").startswith(f"2026-{UNIT[:9]}-WT-{ctx.ws.site[:3].upper()}")
    check = ctx.ws.get("check", done.id)
    assert check is not None
    assert problem.values["photos"] == check.values["answers"]["HC14"]
    rows = [("check", done.id), ("problem", problem.id)]
    rows += [("photo", sha) for sha in problem.values["photos"]]
    assert streams(ctx, *rows) == {f"village:{VILLAGE}"}


def test_the_record_holds_who_looked_and_who_typed(ctx, tmp_path):
    done = record(ctx, visit(tmp_path, "HC", TOILET, LEAKING))
    [check] = checks_of(ctx, object=TOILET)
    kept = {k: check.values[k] for k in ("template", "template_version", "inspector", "date")}
    assert kept == {
        "template": "HC",
        "template_version": 1,
        "inspector": "罗阿丙",
        "date": "2026-11-20",
    }
    assert ctx.ws.operations("check", done.id)[0].actor == ctx.ws.clerk == "韦建国"
    text = shipped_templates()["HC"][1]
    assert check.text("template_digest") == hashlib.sha256(text.encode()).hexdigest()
    assert check.values["answers"]["HC08"] == "60"
    assert check.values["verdicts"]["HC05"] == "fail"
    assert check.text("score") == str(done.score)


def test_photos_are_kept_small_and_without_names(ctx, tmp_path):
    record(ctx, visit(tmp_path, "HC", TOILET, LEAKING))
    photos = ctx.ws.select("photo")
    assert sorted(row.text("name") for row in photos) == PHOTOS
    for row in photos:
        data = ctx.ws.photos.read(row.id)
        assert len(data) == row.values["size"]
        with Image.open(io.BytesIO(data)) as picture:
            assert (picture.format, picture.size) == ("JPEG", (1600, 800))


def test_one_write_is_all_there_is(ctx, tmp_path):
    before = ctx.ws.log.count()
    record(ctx, visit(tmp_path, "HC", TOILET, LEAKING))
    assert ctx.ws.log.count() - before == 6  # check, version, problem, three photos
    record(ctx, visit(tmp_path, "HC", TOILET, HC))
    assert ctx.ws.log.count() - before == 7  # the version is kept by now
    assert ctx.ws.count("template") == 1


def test_problems_are_numbered_on_and_keep_the_limits_of_their_day(ctx, tmp_path):
    first = record(ctx, visit(tmp_path, "HC", TOILET, LEAKING))
    setting_entry.enter(ctx, "limits", '{"critical": 3}', "县督办〔2026〕5号")
    both = {**LEAKING, "HC09": "直接外排"}
    second = record(ctx, visit(tmp_path, "HC", TOILET, both))
    rows = [ctx.ws.get("problem", id_) for id_ in (*first.problems, *second.problems)]
    assert [int(row.text("number")[-5:]) for row in rows] == [1, 2, 3]
    assert [row.text("due")[-2:] for row in rows] == ["27", "23", "23"]


def test_a_red_line_opens_one_lead_and_no_problem(ctx, tmp_path):
    answers = {**FP, "FP05": "否", "FP01": "否", "FP14": ["a.jpg"]}
    done = record(ctx, visit(tmp_path, "FP", HOUSEHOLD, answers))
    assert (done.failed, done.problems, len(done.leads)) == (("FP01", "FP05"), (), 1)
    assert (done.score, done.grade) == (None, "")
    lead = ctx.ws.get("lead", done.leads[0])
    assert lead is not None
    assert lead.text("description").startswith("【红线】饮水安全")
    assert lead.text("item").endswith("第 1、5 项")
    assert (lead.text("household"), lead.text("channel")) == (HOUSEHOLD, "PATROL")
    assert f"-{UNIT[:9]}"[1:] in lead.text("number")
    assert ctx.ws.count("problem") == 0


def test_nobody_at_home_gives_no_score_and_keeps_what_was_seen(ctx, tmp_path):
    alone = record(ctx, visit(tmp_path, "HC", TOILET, {"HC15": "户主不在"}))
    assert (alone.outcome, alone.score, alone.problems) == (Outcome.AWAY, None, ())
    seen = {"HC15": "户主不在", "HC05": ["破损"]}
    done = record(ctx, visit(tmp_path, "HC", TOILET, seen))
    assert (done.outcome, done.score, len(done.problems)) == (Outcome.AWAY, None, 1)


def test_an_empty_house_is_no_failure(ctx, tmp_path):
    answers = {"HC12": "长期无人居住", "HC05": ["破损"]}
    done = record(ctx, visit(tmp_path, "HC", TOILET, answers))
    assert (done.outcome, done.score) == (Outcome.VACANT, None)
    assert done.failed == done.problems == done.leads == ()


def test_what_nobody_has_set_is_neither_pass_nor_fail(ctx, tmp_path):
    done = record(ctx, visit(tmp_path, "FP", HOUSEHOLD, {**FP, "FP07": 100}))
    assert [item.code for item in done.unverified] == ["FP07"]
    assert "2026" in done.unverified[0].reason
    assert (done.failed, done.leads) == ((), ())
    water = {"WS02": "正常运行", "WS03": "是", "WS04": "是", "WS07": 0, "WS12": "是", "WS15": "是"}
    done = record(ctx, visit(tmp_path, "WS", FACILITY, {**water, "WS09": 5000}))
    assert ([item.code for item in done.unverified], done.problems) == (["WS09"], ())
    assert done.score == 100
    setting_entry.enter(
        ctx,
        "WS.DB52/1424",
        '{"一级": {"COD": {"value": 60, "checked_by": "罗阿丙", "checked_on": "2026-11-01"}}}',
        "DB52/1424-2019",
    )
    setting_entry.enter(ctx, "FP.income_line", '{"2026": 8000}', "某县通知")
    done = record(ctx, visit(tmp_path, "WS", FACILITY, {**water, "WS09": 5000}))
    assert (done.failed, len(done.problems)) == (("WS09",), 1)
    answers = {**FP, "FP07": 100, "FP14": ["a.jpg"]}
    assert record(ctx, visit(tmp_path, "FP", HOUSEHOLD, answers)).failed == ("FP07",)


def test_a_village_with_a_facility_is_asked_whether_it_runs(ctx, tmp_path):
    village = {"WS07": 0, "WS08": 80, "WS12": "是", "WS13": "否", "WS15": "是"}
    with refused(ctx, "E-CHK-120") as told:
        record(ctx, visit(tmp_path, "WS", VILLAGE, village))
    assert told[0].startswith("WS02")
    done = record(ctx, visit(tmp_path, "WS", VILLAGE, {**village, "WS02": "正常运行"}))
    assert (done.failed, done.score) == ((), 100)


def test_a_check_reads_as_it_was_filled(ctx, tmp_path):
    done = record(ctx, visit(tmp_path, "HC", TOILET, LEAKING))
    text = shipped_templates()["HC"][1]
    newer = text.replace("version = 1", "version = 2").replace('code = "HC02"', 'code = "HC92"')
    add_template(ctx, newer)
    again = {code: answer for code, answer in HC.items() if code != "HC02"} | {"HC92": "是"}
    second = record(ctx, visit(tmp_path, "HC", TOILET, again))
    old, new = as_filled(ctx, done.id), as_filled(ctx, second.id)
    assert (old.template.version, new.template.version) == (1, 2)
    assert old.same_form
    assert new.same_form
    assert old.template.item("HC02") is not None
    assert old.verdicts["HC05"] is Verdict.FAIL
    assert old.answers.get("HC05").value == ("渗漏", "破损")
    assert len(old.answers.get("HC14").value) == 3


def test_wrong_answers_change_nothing(ctx, tmp_path):
    (tmp_path / "text.jpg").write_text("不是照片", encoding="utf-8")
    (tmp_path / "cut.jpg").write_bytes((tmp_path / "a.jpg").read_bytes()[:900])
    failed = {**HC, "HC05": ["渗漏"]}
    cases = {
        "E-CHK-101": ["是"],
        "E-CHK-102": {**HC, "HC99": "是"},
        "E-CHK-108": {**HC, "HC01": True},
        "E-CHK-111": {**HC, "HC08": "六十"},
        "E-CHK-113": {**HC, "HC08": 5000},
        "E-CHK-110": {**HC, "HC05": ["无异常", "渗漏"]},
        "E-CHK-104": {**HC, "HC01": {"na": "没看"}},
        "E-CHK-120": failed,
        "E-WS-233": {**failed, "HC14": ["无.jpg"]},
    }
    for code, answers in cases.items():
        with refused(ctx, code):
            record(ctx, visit(tmp_path, "HC", TOILET, answers))
    with refused(ctx, "E-WS-230", "E-WS-230", "E-WS-233") as told:
        photos = ["text.jpg", "cut.jpg", "../ws"]
        record(ctx, visit(tmp_path, "HC", TOILET, {**failed, "HC14": photos}))
    assert "text.jpg" in told[0]
    with refused(ctx, "E-CHK-120", "E-CHK-120") as told:
        answers = {code: answer for code, answer in HC.items() if code not in ("HC01", "HC07")}
        record(ctx, visit(tmp_path, "HC", TOILET, answers))
    assert "HC01" in told[0]
    assert "HC07" in told[0]
    assert ctx.ws.count("check") == ctx.ws.count("photo") == 0


def test_the_wrong_object_form_or_day_changes_nothing(ctx, tmp_path):
    cases = {
        "E-CHK-202": ("HC", "nobody", DAY),
        "E-CHK-203": ("HC", MEMBER, DAY),
        "E-TPL-210": ("XX", TOILET, DAY),
        "E-CHK-205": ("HC", TOILET, date(2026, 11, 24)),
    }
    for code, (template, object_id, day) in cases.items():
        with refused(ctx, code):
            record(ctx, visit(tmp_path, template, object_id, HC, day))
    record(ctx, visit(tmp_path, "HC", TOILET, HC, date(2026, 11, 23)))


def test_an_object_may_be_named_as_people_name_it(ctx, tmp_path):
    ctx.ws.write([draft(ctx, "toilet", TOILET, Kind.PUT, {"village": VILLAGE, "code": "BW-02"})])
    short = ctx.divisions.unit(VILLAGE).short_name
    for template, named, id_ in (("HC", "BW-02", TOILET), ("LJ", short, VILLAGE)):
        assert find_object(ctx, shipped_templates()[template][0], named).row.id == id_
    twin = {"village": VILLAGE, "code": "BW-02"}
    ctx.ws.write([draft(ctx, "toilet", "twin", Kind.PUT, twin)])
    with refused(ctx, "E-CHK-206") as told:
        record(ctx, visit(tmp_path, "HC", "BW-02", HC))
    assert TOILET in told[0]


def test_copies_of_one_photo_count_once_and_odd_days_are_told(ctx, tmp_path):
    copy = tmp_path / "copy.jpg"
    copy.write_bytes((tmp_path / "a.jpg").read_bytes())
    exif = Image.Exif()
    exif.get_ifd(0x8769)[36867] = "2025:03:04 08:00:00"
    Image.new("RGB", (300, 200), "teal").save(tmp_path / "old.jpg", exif=exif)
    answers = {**LEAKING, "HC14": ["a.jpg", "copy.jpg", "old.jpg"]}
    done = record(ctx, visit(tmp_path, "HC", TOILET, answers))
    assert done.failed == ("HC05", "HC14")
    assert len(done.remarks) == 2
    assert "同一张照片" in done.remarks[0]
    assert "2025-03-04" in done.remarks[1]
    assert ctx.ws.count("photo", {"taken_at": "2025-03-04T08:00:00"}) == 1
    again = record(ctx, visit(tmp_path, "HC", TOILET, {**LEAKING, "HC14": ["a.jpg"]}))
    assert "以前已经用过" in again.remarks[0]


def test_the_workspace_is_whole_after_a_day_of_checks(ctx, tmp_path):
    confirm(ctx, "HC", "all", "县农办〔2026〕3号")
    record(ctx, visit(tmp_path, "HC", TOILET, LEAKING))
    record(ctx, visit(tmp_path, "FP", HOUSEHOLD, {**FP, "FP05": "否", "FP14": ["a.jpg"]}))
    before = ctx.ws.digest()
    ctx.ws.rebuild()
    assert ctx.ws.digest() == before
    assert settings.is_confirmed(ctx, "HC", "yearly_all")


def test_two_laptops_that_fill_one_form_agree(ctx, tmp_path):
    other_door, other = new_office(tmp_path / "other")
    other.ws.merge(runs_of(ctx.ws), sent("objects"))
    record(ctx, visit(tmp_path, "HC", TOILET, LEAKING))
    record(other, visit(tmp_path, "HC", TOILET, LEAKING))
    ours, theirs = runs_of(ctx.ws), runs_of(other.ws)
    other.ws.merge(ours, sent("ours"))
    assert ctx.ws.merge(theirs, sent("theirs")).conflicts == 0
    assert ctx.ws.digest() == other.ws.digest()
    assert (ctx.ws.count("check"), ctx.ws.count("problem"), ctx.ws.count("template")) == (2, 2, 1)
    numbers = {row.text("number") for row in ctx.ws.select("problem")}
    assert len(numbers) == 2
    other_door.close()

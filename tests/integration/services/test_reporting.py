"""Reports as files: drafts, issues that stay as they were, and what changed since."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest

from qxn_desktop.common.errors import EnvironmentProblem
from qxn_desktop.services import reporting, settings
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.reporting import produce
from tests.builders import VILLAGE, new_office, runs_of, sent
from tests.integration.services.report_builder import (
    BAD,
    OTHER,
    check,
    put,
    setting,
    text_of,
    wanted,
    write_october,
)
from tests.integration.services.visit_builder import refused


@pytest.fixture
def ctx(tmp_path: Path) -> Iterator[AppContext]:
    door, ctx = new_office(tmp_path / "ws")
    write_october(ctx)
    yield ctx
    door.close()


def late_check(ctx: AppContext, id_: str = "late") -> None:
    """A failed toilet of October that was typed in later."""
    grades = {"verdicts": BAD, "score": "30", "grade": "不合格"}
    ctx.ws.write([check(id_, f"t-{id_}", "2026-10-15", **grades)])  # type: ignore[arg-type]


def test_a_draft_holds_the_figures_and_says_that_it_is_one(ctx, tmp_path):
    settings.set_value(ctx, settings.HEAD, "岑䶮堃")
    done = produce(ctx, wanted(tmp_path / "a.pdf", docx=tmp_path / "a.docx", reviewer="王𬱖·竜"))
    text = text_of(done.path)
    assert "册亨县丫他镇人居环境整治与防返贫监测月报（2026年10月）" in text
    assert "本月检查2户，其中合格1户，不合格1户，合格率50.0%" in text
    assert "本月新增问题3个，整改销号1个，月末未销号4个，其中超期3个。销号后反弹1个。" in text
    assert "本月新增防返贫线索2条。按发现渠道：12345热线1条、日常摸排1条。" in text
    assert "在办交办任务1项，应完成2村次，已完成1村次，逾期1村次。" in text
    assert "填表人：韦建国" in text
    assert "王𬱖·竜" in text
    assert "岑䶮堃" in text
    assert "数据截止日：2026年10月31日" in text
    assert "未出具，数据可能变动" in text
    assert "演示" not in text
    assert (done.issued_on, done.number, done.amendments) == ("", 0, ())
    assert done.sha256 == hashlib.sha256(done.path.read_bytes()).hexdigest()
    words = "".join(p.text for p in docx.Document(str(done.docx)).paragraphs)
    assert "本月新增问题3个，整改销号1个" in words


def test_a_draft_writes_no_operation_and_is_the_same_twice(ctx, tmp_path):
    before = ctx.ws.digest()
    first = produce(ctx, wanted(tmp_path / "a.pdf", docx=tmp_path / "a.docx"))
    second = produce(ctx, wanted(tmp_path / "b.pdf", docx=tmp_path / "b.docx"))
    assert first.sha256 == second.sha256
    assert (tmp_path / "a.docx").read_bytes() == (tmp_path / "b.docx").read_bytes()
    assert ctx.ws.digest() == before


def test_before_the_start_date_there_are_dashes_and_no_zero(ctx, tmp_path):
    text = text_of(produce(ctx, wanted(tmp_path / "a.pdf", "2026-08")).path)
    tables = text[text.index("表1") : text.index("五、交办任务")]
    assert "丫他村—" in tables
    assert "0" not in tables.replace("2026", "")


def test_demo_data_bears_its_mark_on_every_page(ctx, tmp_path):
    ctx.ws.write([setting(settings.DEMO, "是")])
    done = produce(ctx, wanted(tmp_path / "a.pdf"))
    assert text_of(done.path).count("演示") == done.pages


def test_two_laptops_with_the_same_operations_print_the_same_bytes(ctx, tmp_path):
    door, colleague = new_office(tmp_path / "other")
    colleague.ws.merge(runs_of(ctx.ws), sent())
    mine = produce(ctx, wanted(tmp_path / "a.pdf"))
    assert produce(colleague, wanted(tmp_path / "b.pdf")).sha256 == mine.sha256
    door.close()


def test_an_issue_is_dated_and_prints_again_as_it_was(ctx, tmp_path):
    issued = produce(ctx, wanted(tmp_path / "a.pdf", issue=True, head="岑䶮堃"))
    assert (issued.issued_on, issued.number, issued.as_issued) == ("2026-11-23", 1, True)
    assert "2026年11月23日" in text_of(issued.path)
    again = produce(ctx, wanted(tmp_path / "b.pdf", head="别人"))
    assert again.sha256 == issued.sha256
    assert again.as_issued
    assert again.amendments == ()


def test_an_issue_is_the_same_on_a_colleagues_laptop(ctx, tmp_path):
    issued = produce(ctx, wanted(tmp_path / "a.pdf", issue=True))
    door, colleague = new_office(tmp_path / "other")
    colleague.ws.merge(runs_of(ctx.ws), sent())
    again = produce(colleague, wanted(tmp_path / "b.pdf"))
    assert again.sha256 == issued.sha256
    with refused(colleague, "E-REP-023"):
        produce(colleague, wanted(tmp_path / "c.pdf", issue=True))
    door.close()


def test_what_came_late_is_told_and_the_frozen_figures_stay(ctx, tmp_path):
    produce(ctx, wanted(tmp_path / "a.pdf", issue=True))
    late_check(ctx)
    again = produce(ctx, wanted(tmp_path / "b.pdf"))
    found = {(a.kind, a.figure, a.was, a.now) for a in again.amendments}
    assert found >= {
        ("补报", "农村户厕巡查表·丫他村·已查", "2", "3"),
        ("补报", "农村户厕巡查表·丫他村·不合格", "1", "2"),
    }
    assert not again.as_issued
    text = text_of(again.path)
    assert "本月检查2户，其中合格1户，不合格1户" in text
    assert "更正与补报" in text
    assert "2026年11月23日" in text


def test_a_changed_verdict_is_a_correction(ctx, tmp_path):
    produce(ctx, wanted(tmp_path / "a.pdf", issue=True))
    ctx.ws.write([put("check", "c3", None, grade="合格", score="70")])
    found = produce(ctx, wanted(tmp_path / "b.pdf")).amendments
    assert {(a.kind, a.figure.split("·")[-1], a.was, a.now) for a in found} >= {
        ("更正", "合格", "1", "2"),
        ("更正", "不合格", "1", "0"),
    }


def test_the_next_months_report_tells_what_came_late_for_the_last(ctx, tmp_path):
    produce(ctx, wanted(tmp_path / "a.pdf", issue=True))
    late_check(ctx)
    draft = produce(ctx, wanted(tmp_path / "b.pdf", "2026-11"))
    assert draft.amendments == ()
    text = text_of(draft.path)
    assert "更正与补报" in text
    assert "2026-10补报农村户厕巡查表·丫他村·已查23" in text
    assert "更正与补报" not in text_of(produce(ctx, wanted(tmp_path / "c.pdf", "2026-09")).path)


def test_a_period_is_issued_once(ctx, tmp_path):
    produce(ctx, wanted(tmp_path / "a.pdf", issue=True))
    with refused(ctx, "E-REP-023") as told:
        produce(ctx, wanted(tmp_path / "b.pdf", issue=True))
    assert "2026-11-23 由韦建国出具" in told[0]
    assert not (tmp_path / "b.pdf").exists()
    with refused(ctx, "E-REP-025") as told:
        produce(ctx, wanted(tmp_path / "b.pdf", correct="手误"))
    assert told[0].startswith("2026年10月 的数据")


def test_a_correction_is_a_further_issue_that_says_what_it_changes(ctx, tmp_path):
    with refused(ctx, "E-REP-024"):
        produce(ctx, wanted(tmp_path / "a.pdf", correct="漏录一户"))
    first = produce(ctx, wanted(tmp_path / "a.pdf", issue=True, head="岑䶮堃"))
    late_check(ctx)
    second = produce(ctx, wanted(tmp_path / "b.pdf", correct="漏录一户"))
    assert "负责人：岑䶮堃" in text_of(second.path)
    assert (second.number, second.as_issued, second.amendments) == (2, True, ())
    text = text_of(second.path)
    assert "更正理由：漏录一户。" in text
    assert "本月检查3户，其中合格1户，不合格2户" in text
    assert "丫他村·已查23" in text
    assert produce(ctx, wanted(tmp_path / "c.pdf")).sha256 == second.sha256
    rows = ctx.ws.select("report_issue", order=("number",))
    assert [row.text("pdf_sha256") for row in rows] == [first.sha256, second.sha256]


def test_a_change_after_a_correction_is_told_beside_it(ctx, tmp_path):
    produce(ctx, wanted(tmp_path / "a.pdf", issue=True))
    late_check(ctx)
    produce(ctx, wanted(tmp_path / "b.pdf", correct="漏录一户"))
    late_check(ctx, "later")
    again = produce(ctx, wanted(tmp_path / "c.pdf"))
    assert ("农村户厕巡查表·丫他村·已查", "3", "4") in {
        (a.figure, a.was, a.now) for a in again.amendments
    }
    assert "更正理由：漏录一户。" in text_of(again.path)


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"period": "2026-13"}, "E-TSK-001"),
        ({"period": "2026-Q4"}, "E-REP-021"),
        ({"period": "2026-12"}, "E-REP-022"),
        ({"period": "2026-08", "issue": True}, "E-REP-026"),
        ({"reviewer": "长" * 500}, "E-REG-202"),
    ],
)
def test_what_cannot_be_reported_is_refused_and_nothing_is_written(ctx, tmp_path, more, code):
    with refused(ctx, code):
        produce(ctx, wanted(tmp_path / "a.pdf", **more))
    assert not (tmp_path / "a.pdf").exists()


def test_an_unknown_report_is_refused_with_those_that_are_known(ctx, tmp_path):
    with refused(ctx, "E-REP-001") as told:
        produce(ctx, reporting.Wanted("yearly", "2026-10", tmp_path / "a.pdf"))
    assert "monthly（人居环境整治与防返贫监测月报）" in told[0]


def test_one_file_cannot_be_both(ctx, tmp_path):
    with refused(ctx, "E-REP-028"):
        produce(ctx, wanted(tmp_path / "a.pdf", docx=tmp_path / "x" / ".." / "a.pdf"))


def test_a_file_of_the_workspace_is_never_overwritten(ctx, tmp_path):
    own = next(path for path in ctx.ws.root.rglob("*") if path.is_file())
    before = own.read_bytes()
    with refused(ctx, "E-REP-029"):
        produce(ctx, wanted(own))
    assert own.read_bytes() == before


def test_what_cannot_be_written_is_not_issued(ctx, tmp_path):
    before = ctx.ws.digest()
    nowhere = tmp_path / "no" / "a.pdf"
    with pytest.raises(EnvironmentProblem, match="E-IO-055"):
        produce(ctx, wanted(nowhere, docx=tmp_path / "a.docx", issue=True))
    assert ctx.ws.digest() == before
    assert not (tmp_path / "a.docx").exists()


def test_villages_of_the_report_are_those_of_the_unit(ctx, tmp_path):
    text = text_of(produce(ctx, wanted(tmp_path / "a.pdf")).path)
    names = [ctx.divisions.unit(code).short_name for code in (VILLAGE, OTHER)]
    assert all(name in text for name in names)

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pypdfium2
import pytest

from qxn_desktop.common.errors import UserError
from qxn_desktop.common.progress import Cancelled
from qxn_desktop.domain.check_sheet import OWN_USE
from qxn_desktop.services import check_sheets, settings
from qxn_desktop.services.check_round import check_round, free_round
from qxn_desktop.services.context import AppContext
from tests.builders import new_office
from tests.integration.services.sheet_builder import Stop, due, furnish_toilets


@pytest.fixture(scope="module")
def ctx(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AppContext]:
    door, context = new_office(tmp_path_factory.mktemp("sheets") / "ws")
    furnish_toilets(context)
    context.ws.write([])
    yield context
    door.close()


def words(path: Path) -> list[str]:
    pdf = pypdfium2.PdfDocument(str(path))
    try:
        return [page.get_textpage().get_text_range() for page in pdf]
    finally:
        pdf.close()


def test_one_page_an_object_after_a_list_in_the_order_of_walking(ctx, tmp_path):
    round_ = due(ctx)
    done = check_sheets.print_sheets(ctx, check_sheets.gather(ctx, round_), tmp_path / "a.pdf")
    assert (done.sheets, done.pages) == (4, 5)
    pages = words(tmp_path / "a.pdf")
    assert all(line.key in pages[0] for line in round_.lines)
    for page, line in zip(pages[1:], round_.lines, strict=True):
        expected = (line.key, line.village_name, line.label, line.household, "2026年", "检查人")
        assert [text for text in expected if text not in page] == []
        assert OWN_USE in page
        assert "第1版" in page


def test_what_is_left_over_has_its_own_day_in_the_list(ctx, tmp_path):
    batch = check_sheets.gather(ctx, due(ctx))
    late = replace(batch.sheets[1], period="2026年第3季度", due=date(2026, 9, 30))
    mixed = replace(batch, sheets=(batch.sheets[0], late, *batch.sheets[2:]))
    assert (batch.due, mixed.due) == (date(2026, 12, 31), None)
    assert mixed.period == "2026年第3季度、2026年"
    lists = []
    for name, one in (("whole", batch), ("mixed", mixed)):
        check_sheets.print_sheets(ctx, one, tmp_path / f"{name}.pdf")
        lists.append(words(tmp_path / f"{name}.pdf")[0])
    assert "12月31日前完成" in lists[0]
    assert "期限" not in lists[0]
    assert "前完成" not in lists[1]
    assert all(text in lists[1] for text in ("期限", "9.30", "12.31"))


def test_the_same_batch_gives_the_same_bytes(ctx, tmp_path):
    batch = check_sheets.gather(ctx, due(ctx))
    for name in ("a", "b"):
        check_sheets.print_sheets(ctx, batch, tmp_path / f"{name}.pdf")
        check_sheets.export_workbook(ctx, batch, tmp_path / f"{name}.xlsx")
    for kind in ("pdf", "xlsx"):
        assert (tmp_path / f"a.{kind}").read_bytes() == (tmp_path / f"b.{kind}").read_bytes()


def test_every_shipped_checklist_prints(ctx, tmp_path):
    for template in ("HC", "SC", "LJ", "WS", "FP"):
        round_ = free_round(ctx, template)
        batch = check_sheets.gather(ctx, round_, round_.lines[:2])
        done = check_sheets.print_sheets(ctx, batch, tmp_path / f"{template}.pdf")
        check_sheets.export_workbook(ctx, batch, tmp_path / f"{template}.xlsx")
        assert done.pages == 3, template


def test_items_that_do_not_apply_are_left_out(ctx):
    round_ = free_round(ctx, "WS")
    village = check_sheets.gather(ctx, round_, round_.lines[:1]).sheets[0]
    assert "WS08" in {item.code for item in village.items}
    assert "WS09" not in {item.code for item in village.items}


def test_nothing_to_print_and_too_much_are_told(ctx, monkeypatch):
    round_ = due(ctx)
    with pytest.raises(UserError) as nothing:
        check_sheets.gather(ctx, round_, [])
    monkeypatch.setattr(check_sheets, "MOST_SHEETS", 3)
    with pytest.raises(UserError) as much:
        check_sheets.gather(ctx, round_)
    assert [e.value.code for e in (nothing, much)] == ["E-CHK-210", "E-CHK-211"]


def test_a_sheet_never_replaces_a_file_of_the_workspace(ctx):
    batch = check_sheets.gather(ctx, due(ctx))
    before = (ctx.ws.root / "data.db").read_bytes()
    with pytest.raises(UserError) as failure:
        check_sheets.print_sheets(ctx, batch, ctx.ws.root / "data.db")
    assert failure.value.code == "E-CHK-212"
    assert (ctx.ws.root / "data.db").read_bytes() == before


def test_printing_can_be_taken_back(ctx, tmp_path):
    batch = check_sheets.gather(ctx, due(ctx))
    with pytest.raises(Cancelled):
        check_sheets.print_sheets(ctx, batch, tmp_path / "a.pdf", Stop(2))
    assert list(tmp_path.iterdir()) == []


def test_a_demonstration_says_so(ctx, tmp_path):
    settings.set_value(ctx, settings.DEMO, "是")
    batch = check_sheets.gather(ctx, due(ctx))
    check_sheets.print_sheets(ctx, batch, tmp_path / "a.pdf")
    assert all("演示" in page for page in words(tmp_path / "a.pdf"))
    settings.set_value(ctx, settings.DEMO, None)


def test_a_file_is_named_after_its_round(ctx):
    village = due(ctx).lines[0].village
    name = check_sheets.suggested_name(check_round(ctx, "HC", village), ".pdf")
    assert name.startswith("户厕巡查 ")
    assert name.endswith(" 2026年.pdf")

"""A unit's October of which every figure can be counted by hand."""

from __future__ import annotations

from pathlib import Path

import pypdfium2

from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.monthly import FieldFigures, MonthlyFigures, People
from qxn_desktop.domain.operation import Draft, Kind
from qxn_desktop.domain.period import parse_period
from qxn_desktop.services import monthly_figures
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.reporting import Wanted
from tests.builders import VILLAGE

OTHER = "522327103202"
START = "2026-09-15"
GOOD, BAD = {"HC01": "pass"}, {"HC05": "fail"}


def put(entity: str, id_: str, village: str | None = VILLAGE, **values: Json) -> Draft:
    held = values if village is None else {"village": village, **values}
    return Draft(entity, id_, Kind.PUT, held, village)


def setting(key: str, value: Json, basis: str = "") -> Draft:
    return put("setting", key, None, value=value, basis=basis or None)


def check(
    id_: str,
    object_id: str,
    day: str,
    *,
    template: str = "HC",
    outcome: str = "done",
    verdicts: Json = None,
    score: str | None = None,
    grade: str | None = None,
    village: str = VILLAGE,
) -> Draft:
    kept: dict[str, Json] = {
        "template": template, "template_version": 1, "object": object_id, "date": day,
        "outcome": outcome, "verdicts": verdicts or {}, "score": score, "grade": grade,
    }  # fmt: skip
    held = {key: value for key, value in kept.items() if value is not None}
    return put("check", id_, village, **held)


def problem(id_: str, found_on: str, village: str = VILLAGE, **more: Json) -> Draft:
    values: dict[str, Json] = {"title": "盖板破损", "source": "检查发现", "severity": "严重"}
    return put("problem", id_, village, found_on=found_on, **values, **more)


def event(problem_id: str, name: str, on: str, **facts: Json) -> Draft:
    payload: dict[str, Json] = {"event": name, "facts": {**facts, "on": on}}
    return Draft("problem", problem_id, Kind.EVENT, payload, VILLAGE)


def closing(problem_id: str, applied: str, confirmed: str) -> list[Draft]:
    """From the order to the 二销."""
    return [
        event(problem_id, "assign", applied, owner="罗老三", supervisor="覃督办"),
        event(problem_id, "apply", applied, by="罗老三", text="已换", photos=["a" * 64]),
        event(problem_id, "confirm", confirmed, by="覃督办", signed_sheet="b" * 64),
    ]


def write_october(ctx: AppContext) -> None:
    """Five toilets and their checks, problems, leads and an order.

    Toilets are due once a year, villages once a month; registered in August, so known by October.
    """
    ctx.ws.write(
        [
            setting("start_date", START),
            setting("HC.confirmed.yearly_all", "是", "册乡村振兴〔2026〕3号"),
            setting("LJ.confirmed.monthly", "是", "册乡村振兴〔2026〕3号"),
            *(put("toilet", f"t{n}", code=f"HC-{n}", type="三格式") for n in range(1, 5)),
            put("toilet", "t5", OTHER, code="HC-5"),
        ]
    )
    ctx.ws.write(
        [
            check("c0", "t1", "2026-09-14", score="10", grade="不合格"),  # before the start
            check("c1", "t1", "2026-10-05", verdicts=BAD, score="50", grade="不合格"),
            check("c2", "t1", "2026-10-20", verdicts=GOOD, score="95.5", grade="优秀"),
            check("c3", "t2", "2026-10-31", verdicts=BAD, score="40", grade="不合格"),
            check("c4", "t3", "2026-10-06", outcome="away"),
            check("c5", "t4", "2026-10-07", outcome="vacant"),
            check("c6", "t5", "2026-11-01", score="80", grade="良好", village=OTHER),
            check("c7", VILLAGE, "2026-10-08", template="LJ", verdicts={"LJ03": "unverified"}),
            check("c8", "h1", "2026-10-09", template="FP", verdicts={"FP05": "fail"}),
        ]
    )
    ctx.ws.write(
        [
            problem("p0", "2026-08-20"),
            problem("p1", "2026-10-05"),
            problem("p2", "2026-10-30"),
            problem("p3", "2026-11-02"),
            problem("p4", "2026-10-12", OTHER),
            put("lead", "l1", household="h1", channel="PATROL", found_on="2026-10-09"),
            put("lead", "l2", household="h2", channel="HOTLINE_12345", found_on="2026-10-10"),
            put("lead", "l3", household="h3", channel="PATROL", found_on="2026-09-14"),
            put(
                "order", "o1", None, title="清理河沟", basis="县治污办〔2026〕8号",
                issued_on="2026-10-01", villages=[VILLAGE, OTHER], due="2026-10-20",
                owner="罗老三", supervisor="覃督办", standard="无漂浮垃圾",
            ),
            put("order_progress", "g1", order="o1", status="已完成", date="2026-10-18"),
            put("order_progress", "g2", OTHER, order="o1", status="已完成", date="2026-11-03"),
        ]
    )  # fmt: skip
    ctx.ws.write(
        [
            *closing("p0", "2026-10-10", "2026-10-12"),
            event("p0", "reopen", "2026-10-20", reason="又坏了"),
            *closing("p1", "2026-10-25", "2026-11-03"),
        ]
    )


def october(ctx: AppContext, period: str = "2026-10") -> MonthlyFigures:
    return monthly_figures.gather(ctx, parse_period(period), People("韦建国"))


def field(figures: MonthlyFigures, template: str) -> FieldFigures:
    return next(found for found in figures.fields if found.template == template)


def wanted(out: Path, period: str = "2026-10", **more: object) -> Wanted:
    return Wanted("monthly", period, out, **more)  # type: ignore[arg-type]


def text_of(path: Path) -> str:
    """The words of a PDF, without spaces and line ends."""
    document = pypdfium2.PdfDocument(path)
    try:
        words = []
        for page in document:
            text = page.get_textpage()
            words.append(text.get_text_range())
            text.close()
            page.close()
    finally:
        document.close()
    return "".join("".join(words).split())

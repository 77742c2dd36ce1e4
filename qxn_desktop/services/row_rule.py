"""Rules of single registers that a row must keep beyond its fields' types, at every write.

Whoever writes rows of a register asks ``faults`` first: forms, the grid, the import.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping

from qxn_desktop.common.errors import Problem
from qxn_desktop.common.json_types import Json
from qxn_desktop.domain import batch_gate, duty_title
from qxn_desktop.services.context import AppContext
from qxn_desktop.store.row import Row

Values = Mapping[str, Json]
Rule = Callable[[AppContext, str, Values, Collection[str]], Iterator[Problem]]
"""(context, id or "" of a new row, the whole row as it would be, changed fields) -> faults."""


def faults(
    ctx: AppContext, register: str, id_: str, whole: Values, changed: Collection[str]
) -> list[Problem]:
    """What the rules of ``register`` say against a row as it would be."""
    return list(RULES[register](ctx, id_, whole, changed)) if register in RULES else []


def _toilet(
    ctx: AppContext, id_: str, whole: Values, changed: Collection[str]
) -> Iterator[Problem]:
    if not batch_gate.is_begun(whole, changed):
        return
    batch = ctx.ws.get("toilet_batch", str(whole["batch"]))
    if batch is None:
        return
    told = batch_gate.gate_fault(id_, batch.text("code"), _first(ctx, batch))
    if told:
        yield Problem("progress" if "progress" in changed else "batch", "E-REG-390", told)


def _first(ctx: AppContext, batch: Row) -> batch_gate.FirstToilet | None:
    toilet = ctx.ws.get("toilet", batch.text("first"))
    if toilet is None:
        return None
    where: dict[str, Json] = {"object": toilet.id, "template": batch_gate.TEMPLATE}
    done = [row for row in ctx.ws.select("check", where) if row.text("outcome") == "done"]
    latest = max(done, key=lambda row: (row.text("date"), row.id), default=None)
    answers = latest.values.get("answers") if latest else None
    said = answers.get(batch_gate.CONCLUSION) if isinstance(answers, dict) else None
    label = toilet.text("code") or "未编号"
    return batch_gate.FirstToilet(toilet.id, label, said if isinstance(said, str) else "")


def _staff(
    _ctx: AppContext, _id: str, whole: Values, _changed: Collection[str]
) -> Iterator[Problem]:
    given = (str(whole.get(key) or "") for key in ("level", "post", "title"))
    told = duty_title.title_fault(*given)
    if told:
        yield Problem("title", "E-REG-391", told)


def _dump_site(
    _ctx: AppContext, _id: str, whole: Values, _changed: Collection[str]
) -> Iterator[Problem]:
    if whole.get("closed_by") and whole.get("closed_by") == whole.get("self_closed_by"):
        message = "二销人和一销人是同一人，不能销号。请由督办方的人复核。"
        yield Problem("closed_by", "E-REG-392", message)


def _hamlet(
    ctx: AppContext, id_: str, whole: Values, _changed: Collection[str]
) -> Iterator[Problem]:
    where = {key: whole.get(key) for key in ("village", "number")}
    if all(where.values()) and any(row.id != id_ for row in ctx.ws.select("hamlet", where)):
        yield Problem("number", "E-REG-393", "本村已有这个组号，请换一个号，或改那一条。")


RULES: Mapping[str, Rule] = {
    "toilet": _toilet,
    "staff": _staff,
    "dump_site": _dump_site,
    "hamlet": _hamlet,
}

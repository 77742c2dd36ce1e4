"""The evidence of a 一销 against all other problems: see ``domain/closing_evidence``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from qxn_desktop.common.errors import Problem
from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.closing_evidence import (
    ClosingEvidence,
    EvidencePhoto,
    OtherProblem,
    doubts,
    refused,
)
from qxn_desktop.domain.operation import Event
from qxn_desktop.domain.procedure_step import parse_day
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.event_fact import Facts
from qxn_desktop.services.vocabulary import finding_of
from qxn_desktop.store.row import Row

SHOWING = frozenset({"work", "apply"})
"""Events whose photos show a rectification. A sheet may stand for several problems."""


def objections(ctx: AppContext, row: Row, facts: Facts) -> tuple[Problem, ...]:
    """What stands in the way of closing ``row`` on these facts."""
    finding, _ = finding_of(row.values)
    evidence = ClosingEvidence(
        finding.found_on,
        _text(facts.values.get("text")),
        tuple(_dated(ctx, facts)),
        frozenset(_digests(row.values.get("photos"))),
    )
    anyway = _text(facts.values.get("confirm_anyway"))
    return refused(doubts(evidence, others(ctx, row.id)), anyway)


def others(ctx: AppContext, besides: str) -> list[OtherProblem]:
    """What all problems but ``besides`` show."""
    events = ctx.ws.events_of("problem")
    rows = (row for row in ctx.ws.select("problem") if row.id != besides)
    return [_shown(row, events.get(row.id, ())) for row in rows]


def _shown(row: Row, events: Sequence[Event]) -> OtherProblem:
    photos = set(_digests(row.values.get("photos")))
    texts = []
    for event in events:
        if event.name in SHOWING:
            photos.update(_digests(event.facts.get("photos")))
        if event.name == "apply":
            texts.append(_text(event.facts.get("text")))
    return OtherProblem(row.text("number") or row.id[:8], frozenset(photos), tuple(texts))


def _dated(ctx: AppContext, facts: Facts) -> Iterator[EvidencePhoto]:
    new = {file.sha256: file.taken_at for file in facts.files}
    for sha256 in _digests(facts.values.get("photos")):
        kept = ctx.ws.get("photo", sha256)
        taken = new.get(sha256) or (kept.text("taken_at") if kept else "")
        yield EvidencePhoto(sha256, parse_day(taken[:10]))


def _digests(value: Json) -> Iterable[str]:
    return [entry for entry in value if isinstance(entry, str)] if isinstance(value, list) else []


def _text(value: Json) -> str:
    return value if isinstance(value, str) else ""

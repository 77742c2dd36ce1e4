"""What happened to a problem, in words: when, who, what, with what result."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from qxn_desktop.common.clock import from_millis
from qxn_desktop.common.json_types import Json
from qxn_desktop.common.sentence import without_keys
from qxn_desktop.domain.legal_event import SETTLE, Entry, Replay, Status
from qxn_desktop.domain.operation import Operation
from qxn_desktop.domain.privacy import redact
from qxn_desktop.domain.procedure_step import Need, step_of
from qxn_desktop.domain.rectification import STAGE_WORDS, Rectification
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.event_rule import rule_of
from qxn_desktop.services.photo_view import taken_at
from qxn_desktop.services.problem_evidence import SHOWING
from qxn_desktop.store.row import Row

UNTOLD = frozenset({"by", "on", "photos", "take"})
"""Facts that a line shows in a place of their own."""
FURTHER = (Need("note", "说明"), Need("signed_sheet", "签字单", "sheet"))


@dataclass(frozen=True, slots=True)
class TimelineLine:
    """One thing that happened.

    ``day`` is the date it counts for, ``entered`` when it was typed in, ``who`` the person and the
    account where they differ. ``result`` is "" for what simply took effect. ``photos`` and
    ``sheets`` are SHA-256.
    """

    day: str
    entered: str
    who: str
    title: str
    detail: str
    result: str
    photos: tuple[str, ...] = ()
    sheets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PhotoRef:
    """A photo by its digest and what it shows: 发现时, 11月20日 申请销号."""

    sha256: str
    words: str


def timeline(
    row: Row, first: Operation, replayed: Replay[Rectification]
) -> tuple[TimelineLine, ...]:
    """All that happened, the newest first; the finding is the last line."""
    found = _found(row, first)
    return tuple(reversed((found, *(event_line("problem", entry) for entry in replayed.history))))


def photos_before(ctx: AppContext, row: Row) -> tuple[PhotoRef, ...]:
    """Photos of the finding."""
    digests = _texts(row.values.get("photos"))
    return tuple(PhotoRef(digest, _taken(ctx, digest, "发现时")) for digest in digests)


def photos_after(replayed: Replay[Rectification]) -> tuple[PhotoRef, ...]:
    """Photos of what was done about it, the newest first, each once."""
    found: dict[str, PhotoRef] = {}
    for entry in reversed(replayed.history):
        step = step_of(entry.event)
        if step.name in SHOWING and entry.status is not Status.REFUSED:
            words = f"{day_words(step.on.isoformat())} {_title('problem', step.name)}"
            for digest in _texts(entry.event.facts.get("photos")):
                found.setdefault(digest, PhotoRef(digest, words))
    return tuple(found.values())


def day_words(day: str) -> str:
    """11月20日 for 2026-11-20; other texts as they are."""
    parts = day[:10].split("-")
    if len(parts) != 3 or not all(part.isdecimal() for part in parts):
        return day
    return f"{int(parts[1])}月{int(parts[2])}日"


def event_line(register: str, entry: Entry[Any]) -> TimelineLine:
    """One event of a row of ``register``."""
    event = entry.event
    step = step_of(event)
    entered = from_millis(event.wall)
    who = step.by if step.by == event.actor else f"{step.by}（{event.actor}录入）"
    rule = rule_of(register, event.name)
    needs = (*(rule.needs if rule else ()), *FURTHER)
    return TimelineLine(
        step.on.isoformat(),
        entered.strftime("%Y-%m-%d %H:%M"),
        who,
        _title(register, event.name),
        "；".join(_details(event.facts, needs)),
        _result(entry),
        tuple(_texts(event.facts.get("photos"))),
        tuple(_sheets(event.facts, needs)),
    )


def _result(entry: Entry[Any]) -> str:
    if entry.status in (Status.EFFECTIVE, Status.NOTED):
        return ""
    reason = without_keys(entry.reason)
    return f"{entry.status.value}：{reason}" if reason else entry.status.value


def _found(row: Row, first: Operation) -> TimelineLine:
    entered = from_millis(first.wall)
    number = row.text("source_number")
    details = [row.text("source") + (f"（{number}）" if number else "")]
    if row.text("demanded_due"):
        details.append(f"上级要求 {row.text('demanded_due')} 前办结")
    return TimelineLine(
        row.text("found_on"),
        entered.strftime("%Y-%m-%d %H:%M"),
        first.actor,
        STAGE_WORDS["found"],
        "；".join(details),
        "",
        tuple(_texts(row.values.get("photos"))),
    )


def _details(facts: Mapping[str, Json], needs: Sequence[Need]) -> Iterator[str]:
    for need in needs:
        value = facts.get(need.key)
        if need.key in UNTOLD or need.kind in ("photos", "sheet") or value in (None, ""):
            continue
        yield f"{need.title}：{redact(str(value))}"


def _sheets(facts: Mapping[str, Json], needs: Sequence[Need]) -> Iterator[str]:
    for need in needs:
        value = facts.get(need.key)
        if need.kind == "sheet" and isinstance(value, str) and value:
            yield value


def _title(register: str, event: str) -> str:
    if event == SETTLE:
        return "裁决"
    rule = rule_of(register, event)
    return rule.title if rule else event


def _taken(ctx: AppContext, digest: str, else_words: str) -> str:
    taken = taken_at(ctx, digest)
    return f"{day_words(taken)} 拍摄" if taken else else_words


def _texts(value: Json) -> list[str]:
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []

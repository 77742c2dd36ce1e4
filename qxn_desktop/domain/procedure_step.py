"""One event of a procedure as its rules see it: facts by key, checked for presence and type."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from qxn_desktop.common.clock import from_millis
from qxn_desktop.common.ids import is_sha256
from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.legal_event import Refusal
from qxn_desktop.domain.operation import Event

NeedKind = Literal["text", "date", "yesno", "photos", "sheet"]

ISO_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Need:
    """A fact that an event takes: its key, its Chinese title, its kind.

    ``stays``: its image shows a fingerprint or signature and never leaves the township.
    """

    key: str
    title: str
    kind: NeedKind = "text"
    required: bool = True
    options: tuple[str, ...] = ()
    stays: bool = False


EVERY_EVENT = (
    Need("by", "办理人", required=False),
    Need("on", "日期", "date", required=False),
    Need("note", "说明", required=False),
    Need("signed_sheet", "签字单", "sheet", required=False),
)


@dataclass(frozen=True, slots=True)
class Step:
    """An event with its person and date: ``by``, else the account; ``on``, else when written."""

    name: str
    facts: Mapping[str, Json]
    actor: str
    written_on: date

    @property
    def by(self) -> str:
        return self.text("by") or person(self.actor)

    @property
    def on(self) -> date:
        return self.day("on") or self.written_on

    def text(self, key: str) -> str:
        value = self.facts.get(key)
        return person(value) if isinstance(value, str) else ""

    def day(self, key: str) -> date | None:
        return parse_day(self.facts.get(key))


def step_of(event: Event) -> Step:
    """The step of an event; its date is the day in China by the writer's clock."""
    return Step(event.name, event.facts, event.actor, from_millis(event.wall).date())


def person(name: str) -> str:
    """A name or short text as it is compared: NFC, without spaces around it."""
    return unicodedata.normalize("NFC", name).strip()


def parse_day(value: Json) -> date | None:
    """The date written ``YYYY-MM-DD``, else None."""
    if not isinstance(value, str) or not ISO_DAY.fullmatch(value):
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def _text(value: Json) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _sheet(value: Json) -> bool:
    return isinstance(value, str) and is_sha256(value)


def _photos(value: Json) -> bool:
    return isinstance(value, list) and bool(value) and all(_sheet(item) for item in value)


KINDS: Mapping[NeedKind, tuple[Callable[[Json], bool], str]] = {
    "text": (_text, "文字"),
    "date": (lambda value: parse_day(value) is not None, "日期，如 2026-11-30"),
    "yesno": (lambda value: value in ("是", "否"), "“是”或“否”"),
    "photos": (_photos, "已存入的照片列表"),
    "sheet": (_sheet, "一份已存入的图片或文件"),
}


def missing(step: Step, needs: Sequence[Need]) -> tuple[Need, ...]:
    """Required facts that are absent."""
    absent: tuple[Json, ...] = (None, "", [])
    return tuple(n for n in needs if n.required and step.facts.get(n.key) in absent)


def check_facts(step: Step, title: str, needs: Sequence[Need]) -> Refusal | None:
    """Absent facts, all at once; else the first fact of a wrong type."""
    absent = missing(step, needs)
    if absent:
        listed = "、".join(f"{need.title}（{need.key}）" for need in absent)
        return Refusal("E-PRB-003", f"“{title}”还缺：{listed}，请补上。")
    for need in (*needs, *EVERY_EVENT):
        value = step.facts.get(need.key)
        if value not in (None, "", []) and not KINDS[need.kind][0](value):
            kind = KINDS[need.kind][1]
            return Refusal("E-PRB-005", f"{need.title}（{need.key}）应为{kind}。")
        if need.options and step.text(need.key) not in ("", *need.options):
            listed = "、".join(need.options)
            return Refusal("E-PRB-006", f"{need.title}（{need.key}）只能填：{listed}。")
    return None

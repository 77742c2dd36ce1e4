"""Conflicts as a page shows them: in words, side by side, with what stands around them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from qxn_desktop.common.clock import moment_text
from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.fold import DELETED, INTO, STATE, Conflict, Option
from qxn_desktop.domain.operation import Event
from qxn_desktop.domain.privacy import place_of_difference, redact
from qxn_desktop.domain.procedure_step import EVERY_EVENT, step_of
from qxn_desktop.domain.register import FieldSpec, RegisterSpec
from qxn_desktop.services.conflicts import open_conflict, open_conflicts, option_key
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.event_rule import rule_of
from qxn_desktop.services.machine_name import OWN, known_names, named
from qxn_desktop.services.record_view import stated
from qxn_desktop.services.value_words import EMPTY, ValueWords, removal_words
from qxn_desktop.store.row import HistoryEntry, Row

ConflictKind = Literal["value", "deletion", "handling"]

MOST_HISTORY = 5
WITHHELD = "（保密，不显示）"
MARKS = {"delete": "删除这条记录", "keep": "保留这条记录"}
CODES = ("object_register", "template", "template_version", "template_digest", "item")
"""Fields that hold names of the program's own, which tell people nothing."""


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a conflict. ``take`` is what ``conflicts.resolve`` is handed.

    ``details`` are facts of an event, (title, value). ``shown``: the register shows this now.
    """

    take: str
    value: str
    who: str
    machine: str
    site: str
    at: str
    wall: int
    shown: bool
    details: tuple[tuple[str, str], ...] = ()

    @property
    def origin(self) -> str:
        """韦建国 · 3F2号机 · 2026-11-23 12:00."""
        return f"{self.who} · {self.machine} · {self.at}"


@dataclass(frozen=True, slots=True)
class ConflictCard:
    """A conflict for a person to decide. ``context``: the rest of the row, (title, value).

    ``masked``: a side is shown with parts hidden. ``alike``: where the sides part when they look
    the same for that, in words (第 9 至 10 个字). ``revealed``: nothing is hidden.
    """

    id: str
    kind: ConflictKind
    register: str
    register_title: str
    row: str
    label: str
    village: str
    village_name: str
    field: str
    field_title: str
    question: str
    sides: tuple[Side, ...]
    context: tuple[tuple[str, str], ...]
    history: tuple[str, ...]
    masked: bool = False
    alike: str = ""
    revealed: bool = False

    @property
    def title(self) -> str:
        """农户“罗老三” · 备注."""
        return f"{self.register_title}“{self.label}” · {self.field_title}"

    @property
    def key(self) -> tuple[str, str]:
        """Conflicts of one key can be decided together."""
        return self.register, self.field


def conflict_cards(ctx: AppContext) -> tuple[ConflictCard, ...]:
    """All open conflicts, by village, register and row; personal values masked."""
    teller = _Teller(ctx)
    cards = [teller.card(conflict) for conflict in open_conflicts(ctx)]
    return tuple(sorted(cards, key=lambda card: (card.village, card.register, card.row)))


def reveal_conflict(ctx: AppContext, id_: str, reason: str) -> ConflictCard:
    """One with its own field whole and all else masked; the reason goes into the audit (a write).

    Raises:
        UserError: it is decided already; no reason.
    """
    conflict, why = open_conflict(ctx, id_), stated(reason)
    ctx.ws.audit("reveal", register=conflict.entity, row=conflict.row, reason=why)
    return _Teller(ctx, whole=True).card(conflict)


class _Teller:
    """Puts conflicts into words; names are read once."""

    def __init__(self, ctx: AppContext, *, whole: bool = False) -> None:
        self._ctx = ctx
        self._revealed = whole
        self._masked_words = ValueWords(ctx)
        self._words = ValueWords(ctx, whole=True) if whole else self._masked_words
        self._whole_words = ValueWords(ctx, whole=True)
        self._machines = known_names(ctx)

    def card(self, conflict: Conflict) -> ConflictCard:
        spec = self._ctx.ws.schema.registers[conflict.entity]
        row = self._ctx.ws.get(conflict.entity, conflict.row)
        kind = _kind(conflict)
        village = _village(spec, row, conflict.row)
        title = {"deletion": "删除还是保留", "handling": "办理"}.get(kind) or _title(
            spec, conflict.field
        )
        field = spec.field(conflict.field) if kind == "value" else None
        values = [option.value for option in conflict.options if option.op.stream != "sealed"]
        return ConflictCard(
            id=conflict.id,
            kind=kind,
            register=spec.id,
            register_title=spec.title,
            row=conflict.row,
            label=self._words.row(row) if row else spec.title,
            village=village,
            village_name=self._words.village(village) if village else "",
            field=conflict.field,
            field_title=title,
            question=_question(kind, title),
            sides=tuple(sorted(self._sides(spec, conflict, row), key=_is_elsewhere)),
            context=tuple(self._context(spec, conflict, row)),
            history=tuple(self._history(spec, conflict)),
            masked=any(self._is_masked(field, value) for value in values) if field else False,
            alike=self._alike(field, values, self._words) if field else "",
            revealed=self._revealed,
        )

    def _is_masked(self, field: FieldSpec, value: Json) -> bool:
        return self._words.value(field, value) != self._whole_words.value(field, value)

    def _alike(self, field: FieldSpec, values: Sequence[Json], words: ValueWords) -> str:
        """Where ``values`` part that look the same as they are shown; "" where they do not."""
        shown = {words.value(field, value) for value in values}
        if len(shown) == len(values):
            return ""
        return place_of_difference([self._whole_words.value(field, value) for value in values])

    def _sides(self, spec: RegisterSpec, conflict: Conflict, row: Row | None) -> Iterator[Side]:
        events = self._events(conflict)
        for option in conflict.options:
            event = events.get(option_key(conflict, option))
            yield Side(
                take=option_key(conflict, option),
                value=self._value(spec, conflict, option),
                who=_who(event, option),
                machine=named(self._machines, option.op.site),
                site=option.op.site,
                at=moment_text(option.wall),
                wall=option.wall,
                shown=_shown(conflict, option, row),
                details=tuple(_details(spec.id, event)) if event else (),
            )

    def _events(self, conflict: Conflict) -> dict[str, Event]:
        """The event of each option by its key; none where it is about a value."""
        if conflict.field != STATE:
            return {}
        known = {one.id: one for one in self._ctx.ws.events(conflict.entity, conflict.row)}
        return {
            option_key(conflict, option): known[option.op]
            for option in conflict.options
            if option.op in known
        }

    def _value(self, spec: RegisterSpec, conflict: Conflict, option: Option) -> str:
        if option.op.stream == "sealed":
            return WITHHELD
        if conflict.field == DELETED:
            return self._mark(spec, str(option.value))
        if conflict.field == STATE:
            rule = rule_of(spec.id, str(option.value))
            return rule.title if rule else str(option.value)
        field = spec.field(conflict.field)
        return self._words.value(field, option.value) if field else str(option.value)

    def _mark(self, spec: RegisterSpec, value: str) -> str:
        """What a side wants to become of the row."""
        if not value.startswith(INTO):
            return MARKS[value]
        target = self._ctx.ws.get(spec.id, value.removeprefix(INTO))
        return f"并入{self._words.row(target)}" if target else "并入另一条（已不在）"

    def _context(
        self, spec: RegisterSpec, conflict: Conflict, row: Row | None
    ) -> Iterator[tuple[str, str]]:
        for field in spec.fields if row else ():
            value = row.values.get(field.id) if row else None
            if value in (None, "", []) or field.id in (conflict.field, *CODES):
                continue
            if row is not None and field.type != "json":
                yield field.title, self._masked_words.cell(row, field)

    def _history(self, spec: RegisterSpec, conflict: Conflict) -> Iterator[str]:
        """The last things that happened to the row, the newest first."""
        if any(option.op.stream == "sealed" for option in conflict.options):
            return
        told = self._ctx.ws.history(conflict.entity, conflict.row)[::-1]
        for entry in told[:MOST_HISTORY]:
            origin = f"{moment_text(entry.at)} {entry.actor}（{named(self._machines, entry.site)}）"
            yield f"{origin}：{self._happened(spec, conflict, entry)}"

    def _happened(self, spec: RegisterSpec, conflict: Conflict, entry: HistoryEntry) -> str:
        if entry.field == DELETED:
            return removal_words(entry)
        field = spec.field(entry.field)
        if field is None:
            rule = rule_of(spec.id, entry.field)
            return rule.title if rule else "裁决"
        words = self._words if field.id == conflict.field else self._masked_words
        new = words.value(field, entry.new)
        if entry.old is None:
            return f"{field.title}填为“{new}”"
        if entry.old == entry.new:
            return f"{field.title}仍为“{new}”"
        hidden = self._alike(field, [entry.old, entry.new], words)
        if hidden:
            return f"{field.title}改了遮住的部分（{hidden}），仍显示为“{new}”"
        return f"{field.title}由“{words.value(field, entry.old)}”改为“{new}”"


def _is_elsewhere(side: Side) -> bool:
    """One's own side stands first; the others keep their order."""
    return side.machine != OWN


def _kind(conflict: Conflict) -> ConflictKind:
    if conflict.field == DELETED:
        return "deletion"
    return "handling" if conflict.field == STATE else "value"


def _title(spec: RegisterSpec, field_id: str) -> str:
    field = spec.field(field_id)
    return field.title if field else "新版程序的一项"


def _question(kind: ConflictKind, title: str) -> str:
    if kind == "deletion":
        return "一边删除或并掉了这条记录，另一边不是这样。以哪边为准？"
    if kind == "handling":
        return "两边各自办理了，采用哪一边的？没有采用的仍留在历史里。"
    return f"“{title}”两边填得不一样，以哪个为准？"


def _village(spec: RegisterSpec, row: Row | None, id_: str) -> str:
    if spec.village_field == "id":
        return id_
    return row.text(spec.village_field) if row and spec.village_field else ""


def _who(event: Event | None, option: Option) -> str:
    if event is None:
        return option.actor
    by = step_of(event).by
    return by if by == option.actor else f"{by}（{option.actor}录入）"


def _shown(conflict: Conflict, option: Option, row: Row | None) -> bool:
    if conflict.field == DELETED:
        return option.value == "keep"
    if row is None or conflict.field == STATE:
        return False
    return row.values.get(conflict.field) == option.value


def _details(register: str, event: Event) -> Iterator[tuple[str, str]]:
    """The facts of an event by their titles; photos and sheets are counted."""
    rule = rule_of(register, event.name)
    needs = (*(rule.needs if rule else ()), *EVERY_EVENT)
    for need in needs:
        value: Json = event.facts.get(need.key)
        if value in (None, "", []) or need.key == "by":
            continue
        if need.kind == "photos":
            yield need.title, f"{len(value)} 张" if isinstance(value, list) else EMPTY
        else:
            yield need.title, "已附" if need.kind == "sheet" else redact(str(value))

"""One row as the window shows it: its values, what belongs to it, what happened to it.

Personal values come masked; seeing them whole takes a reason and is logged (a write).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from qxn_desktop.common.clock import moment_text
from qxn_desktop.common.errors import UserError
from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.evaluation import Verdict
from qxn_desktop.domain.fold import DELETED
from qxn_desktop.domain.lead import CHANNEL_WORDS
from qxn_desktop.domain.privacy import mask, redact
from qxn_desktop.domain.rectification import STAGE_WORDS
from qxn_desktop.domain.register import FieldSpec, RegisterSpec
from qxn_desktop.services import records
from qxn_desktop.services.checks import as_filled
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.findings import answer_words
from qxn_desktop.services.machine_name import known_names, named
from qxn_desktop.services.record_list import OUTCOMES, is_kept_by_hand
from qxn_desktop.services.templates import templates
from qxn_desktop.services.value_words import EMPTY, ValueWords, removal_words
from qxn_desktop.store.row import HistoryEntry, Row

MOST_RELATED = 30
"""Rows of one kind that are named; of more there is a number."""
CODES = {"outcome": OUTCOMES, "channel": CHANNEL_WORDS}
"""Fields that hold codes, and what these say."""
HIDDEN_FIELDS = frozenset({"template_version", "template_digest", "object_register", "limits"})
"""Columns that mean nothing to a clerk."""


@dataclass(frozen=True, slots=True)
class FieldText:
    """One field: its title and what it says, "" when empty.

    ``personal``: shown in part only, unless there is a reason; ``masked``: so it is here.
    """

    key: str
    title: str
    text: str
    masked: bool = False
    personal: bool = False
    section: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A row that belongs to the one shown; ``register`` and ``id`` open it."""

    title: str
    subtitle: str
    register: str
    id: str


@dataclass(frozen=True, slots=True)
class Related:
    """What belongs to a row, of one kind: how many, and the first of them.

    ``register`` and ``village`` open the whole list, where it is one of a village.
    """

    heading: str
    count: int
    links: tuple[Link, ...] = ()
    register: str = ""
    village: str = ""


@dataclass(frozen=True, slots=True)
class Past:
    """One change: when, by whom and on which machine, of which field, from what to what."""

    at: str
    actor: str
    machine: str
    title: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class RecordView:
    """A row for its pane. ``kept_by_hand``: users may change and delete it."""

    id: str
    register: str
    register_title: str
    title: str
    subtitle: str
    kept_by_hand: bool
    fields: tuple[FieldText, ...]
    related: tuple[Related, ...]
    past: tuple[Past, ...]
    revealed: bool = False


def record_view(ctx: AppContext, id_: str) -> RecordView:
    """A live row, masked.

    Raises:
        UserError: there is none, or it was deleted.
    """
    return _view(ctx, records.get(ctx, id_, history=True), _whole(ctx, id_))


def reveal(ctx: AppContext, id_: str, reason: str) -> RecordView:
    """The same with personal values whole; the reason goes into the audit (a write).

    Raises:
        UserError: no such row; no reason.
    """
    record = records.get(ctx, id_, history=True, unmasked=stated(reason))
    return _view(ctx, record, record.row, revealed=True)


def stated(reason: str) -> str:
    """Why somebody is to see personal values whole, as it is logged.

    Raises:
        UserError: no reason was given.
    """
    if not reason.strip():
        raise UserError("E-REG-341", "请先写明查看完整信息的理由，例如“入户核对”。")
    return reason.strip()


def _whole(ctx: AppContext, id_: str) -> Row:
    """The row itself, only to see which values are hidden."""
    row = ctx.ws.find(id_)
    if row is None:  # records.get has said why before
        raise UserError("E-REG-342", "这条记录已经不在了，请刷新列表。")
    return row


def _view(
    ctx: AppContext, record: records.Record, whole: Row, *, revealed: bool = False
) -> RecordView:
    spec = ctx.ws.schema.registers[whole.register]
    words = ValueWords(ctx)
    said = _Said(ctx, words, spec)
    village = whole.id if spec.village_field == "id" else whole.text(spec.village_field)
    return RecordView(
        whole.id,
        spec.id,
        spec.title,
        words.row(whole),
        words.village(village) if village else "",
        is_kept_by_hand(spec),
        (*(said.field(known, record.row, whole) for known in _shown(spec)), *_answers(ctx, whole)),
        tuple(_related(ctx, words, spec, whole)),
        tuple(_past(ctx, said, record.history)),
        revealed,
    )


def _shown(spec: RegisterSpec) -> Iterator[FieldSpec]:
    return (one for one in spec.fields if one.type != "json" and one.id not in HIDDEN_FIELDS)


def _answers(ctx: AppContext, row: Row) -> Iterator[FieldText]:
    """The items of a check as it was filled; none where its form is not on this machine."""
    if row.register != "check":
        return
    try:
        filled = as_filled(ctx, row.id)
    except UserError:
        return
    for item in filled.template.items:
        answer = filled.answers.get(item.code)
        if answer is not None:
            failed = filled.verdicts.get(item.code) is Verdict.FAIL
            words = redact(answer_words(item, answer))
            yield FieldText(item.code, item.text, f"{words}　不合格" if failed else words)


class _Said:
    """Values of one register in words, masked by whoever read them."""

    def __init__(self, ctx: AppContext, words: ValueWords, spec: RegisterSpec) -> None:
        self._ctx, self._words, self._spec = ctx, words, spec

    def field(self, known: FieldSpec, row: Row, whole: Row) -> FieldText:
        value, kept = row.values.get(known.id), whole.values.get(known.id)
        personal = mask(known, kept) != kept
        text = self.value(known, value)
        return FieldText(known.id, known.title, text, value != kept, personal, known.section)

    def value(self, known: FieldSpec, value: Json) -> str:
        """``value`` in words; masked values are no longer what they hide, and stay as they are."""
        if value is None or value in ("", []):
            return ""
        if known.id == "object":
            found = self._ctx.ws.find(str(value))
            return self._words.row(found) if found else ""
        if known.id == "template":
            form = templates(self._ctx).get(str(value))
            return form[0].short_title if form else str(value)
        if known.id in CODES:
            return CODES[known.id].get(str(value), "")
        if known.mask or known.type == "text":
            return str(value)
        said = self._words.value(known, value)
        return "" if said == EMPTY else said

    def place(self, entry: HistoryEntry) -> int:
        """Where the field of a change stands in the register; marks come first."""
        names = [one.id for one in self._spec.fields]
        return names.index(entry.field) if entry.field in names else -1

    def change(self, entry: HistoryEntry) -> tuple[str, str, str] | None:
        """Title, old and new of a change; None for what means nothing to a clerk."""
        if entry.field == DELETED:
            return (removal_words(entry), "", "")
        known = self._spec.field(entry.field)
        if known is None or known.type == "json" or known.id in HIDDEN_FIELDS:
            return None
        return known.title, self.value(known, entry.old), self.value(known, entry.new)


def _past(ctx: AppContext, said: _Said, entries: Iterable[HistoryEntry]) -> Iterator[Past]:
    """The latest change first; fields of one change in the order of the register."""
    machines = known_names(ctx)
    moments = groupby(reversed([*entries]), key=lambda one: (one.at, one.actor, one.site))
    for (at, actor, site), changes in moments:
        for entry in sorted(changes, key=said.place):
            told = said.change(entry)
            if told is not None:
                yield Past(moment_text(at), actor, named(machines, site), *told)


# --- what belongs to it


def _related(ctx: AppContext, words: ValueWords, spec: RegisterSpec, row: Row) -> Iterator[Related]:
    if spec.id == "village":
        yield from _of_village(ctx, row.id)
        return
    yield from _above(ctx, words, spec, row)
    objects = [row.id]
    for other in ctx.ws.schema.registers.values():
        links = [
            _link(ctx, words, found)
            for known in other.fields
            if known.type == "ref" and known.ref == spec.id
            for found in ctx.ws.select(other.id, {known.id: row.id})
        ]
        if other.id == "toilet":
            objects += [link.id for link in links]
        if links:
            yield Related(other.title, len(links), tuple(links[:MOST_RELATED]))
    yield from _about(ctx, words, objects)


def _above(ctx: AppContext, words: ValueWords, spec: RegisterSpec, row: Row) -> Iterator[Related]:
    """The rows it refers to."""
    for known in spec.fields:
        target = ctx.ws.get(known.ref, row.text(known.id)) if known.type == "ref" else None
        if target is not None:
            yield Related(known.title, 1, (_link(ctx, words, target),))
    found = ctx.ws.find(row.text("object")) if row.text("object") else None
    if found is not None:
        yield Related("对象", 1, (_link(ctx, words, found),))


def _about(ctx: AppContext, words: ValueWords, objects: Iterable[str]) -> Iterator[Related]:
    """Checks and problems of the row itself and of its toilets, the latest first."""
    ids = [*objects]
    for register, day in (("check", "date"), ("problem", "found_on")):
        rows = [row for id_ in ids for row in ctx.ws.select(register, {"object": id_})]
        rows.sort(key=lambda row: row.text(day), reverse=True)
        if rows:
            title = ctx.ws.schema.registers[register].title
            links = tuple(_link(ctx, words, row) for row in rows[:MOST_RELATED])
            yield Related(title, len(rows), links)


def _of_village(ctx: AppContext, code: str) -> Iterator[Related]:
    for spec in ctx.ws.schema.registers.values():
        kept = not spec.internal or spec.id in ("check", "problem", "lead")
        if kept and spec.village_field not in ("", "id"):
            count = ctx.ws.count(spec.id, {spec.village_field: code})
            if count:
                yield Related(spec.title, count, register=spec.id, village=code)


def _link(ctx: AppContext, words: ValueWords, row: Row) -> Link:
    return Link(words.row(row), _subtitle(ctx, words, row), row.register, row.id)


def _subtitle(ctx: AppContext, words: ValueWords, row: Row) -> str:
    if row.register == "check":
        form = templates(ctx).get(row.text("template"))
        grade = row.text("grade") or OUTCOMES.get(row.text("outcome"), "")
        return "　".join(filter(None, (form[0].short_title if form else "", grade)))
    if row.register == "problem":
        short = row.text("number").rpartition("-")[2]
        return "　".join(filter(None, (STAGE_WORDS.get(row.text("state"), ""), short)))
    keys = ("relation", "type", "household_type", "status", "found_on")
    spec = ctx.ws.schema.registers[row.register]
    parts = (
        str(mask(known, row.values.get(key)) or "") for key in keys if (known := spec.field(key))
    )
    village = words.village(row.text("village")) if row.text("village") else ""
    return "　".join(filter(None, (village, *parts)))

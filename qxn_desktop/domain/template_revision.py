"""A checklist edited question by question into its next version, as text that the parser checks.

The former text is the ground: what an editor does not show (conditions of use, limits, photos)
stays as it was written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from qxn_desktop.domain.expression import Compare, Expr, ListOf, Name, Text
from qxn_desktop.domain.template import Item, ItemType, Severity, Template
from qxn_desktop.domain.toml_table import read_toml
from qxn_desktop.domain.toml_text import write_toml

CHOOSING: Final = frozenset({"choice", "multi"})
_NUMBERED: Final = re.compile(r"(.*?)(\d+)$")


@dataclass(frozen=True, slots=True)
class ItemDraft:
    """One question as it is edited.

    ``passes`` are the answers that pass: () records only, None leaves the rule as it is written
    (``rule``, shown only). ``used`` False takes the question out of the next version. ``basis``
    is one document; "" keeps what was written, and marks a new question 默认.
    """

    code: str
    text: str
    type: ItemType
    severity: Severity
    options: tuple[str, ...] = ()
    hint: str = ""
    required: bool = True
    na_allowed: bool = False
    unit: str = ""
    passes: tuple[str, ...] | None = ()
    rule: str = ""
    basis: str = ""
    used: bool = True


@dataclass(frozen=True, slots=True)
class Revision:
    """What the next version is: its questions, its first day, its last day if it has one."""

    items: tuple[ItemDraft, ...]
    effective_from: date
    disabled_on: date | None = None
    title: str = ""


def draft_of(item: Item) -> ItemDraft:
    """A question as an editor shows it."""
    return ItemDraft(
        item.code,
        item.text,
        item.type,
        item.severity,
        item.options if item.type in CHOOSING else (),
        item.hint,
        item.required,
        item.na_allowed,
        item.unit,
        passing_answers(item.pass_rule),
        "" if item.pass_rule is None else str(item.pass_rule),
    )


def passing_answers(rule: Expr | None) -> tuple[str, ...] | None:
    """The answers that ``rule`` lets pass, () for no rule, None for one that says more."""
    if rule is None:
        return ()
    if not isinstance(rule, Compare) or rule.first != Name("v") or len(rule.rest) != 1:
        return None
    operator, right = rule.rest[0]
    if operator == "==" and isinstance(right, Text):
        return (right.value,)
    if operator not in ("in", "==") or not isinstance(right, ListOf):
        return None
    found = tuple(one.value for one in right.items if isinstance(one, Text))
    return found if len(found) == len(right.items) else None


def pass_rule(kind: ItemType, answers: Sequence[str]) -> str:
    """The rule by which ``answers`` pass; "" for none: recorded, not judged."""
    if not answers:
        return ""
    listed = ", ".join(str(Text(answer)) for answer in answers)
    if kind == "multi":
        return f"v == [{listed}]"
    return f"v == {listed}" if len(answers) == 1 else f"v in [{listed}]"


def revised(text: str, version: int, revision: Revision) -> str:
    """The text of the next version of the checklist in ``text``."""
    data, _ = read_toml(text)
    before = {str(entry.get("code")): entry for entry in data.get("item", [])}
    items = [_entry(before.get(one.code, {}), one) for one in revision.items if one.used]
    approval = {**data.get("approval", {}), "disabled_on": revision.disabled_on}
    changed = {"version": version, "effective_from": revision.effective_from, "item": items}
    if revision.title:
        changed["title"] = revision.title
    return write_toml({**data, **changed, "approval": approval})


def closed(text: str, version: int, first: date, last: date | None) -> str:
    """The next version, in force from ``first``, whose last day is ``last`` (None: open again)."""
    data, _ = read_toml(text)
    approval = {**data.get("approval", {}), "disabled_on": last}
    return write_toml({**data, "version": version, "effective_from": first, "approval": approval})


def changes(template: Template, drafts: Iterable[ItemDraft]) -> tuple[str, ...]:
    """What is different from ``template``, a sentence each: for the page before it is saved."""
    former = {item.code: draft_of(item) for item in template.items}
    found = []
    for one in drafts:
        old = former.get(one.code)
        if old is None:
            if one.used:
                found.append(f"新增 {one.code}：{one.text}")
        elif not one.used:
            found.append(f"不再使用 {one.code}：{old.text}")
        elif one != old:
            found.append(f"修改 {one.code}：{one.text}")
    return tuple(found)


def next_code(codes: Iterable[str], id_: str) -> str:
    """A code for a new question: the highest number so far and one (HC15 → HC16)."""
    matched = [found for code in codes if (found := _NUMBERED.match(code))]
    highest = max((int(found[2]) for found in matched), default=0)
    prefix = matched[-1][1] if matched else id_
    return f"{prefix}{highest + 1:02d}"


def _entry(before: Mapping[str, Any], draft: ItemDraft) -> dict[str, object]:
    entry: dict[str, object] = {
        **before,
        "code": draft.code,
        "text": draft.text.strip(),
        "type": draft.type,
        "severity": draft.severity,
        "options": list(draft.options) if draft.type in CHOOSING else None,
        "hint": draft.hint.strip() or None,
        "required": None if draft.required else False,
        "na_allowed": True if draft.na_allowed else None,
        "unit": draft.unit.strip() or None,
    }
    if draft.passes is not None:
        entry["pass"] = pass_rule(draft.type, draft.passes) or None
    if draft.type == "photo":
        entry["pass"] = None
    if draft.basis.strip():
        entry |= {"basis": [{"name": draft.basis.strip()}], "basis_default": None}
    elif not before:
        entry["basis_default"] = True
    return entry

"""The rules applied to a household or a village: findings with their fingerprints."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence

from qxn_desktop.common.ids import hashed_id
from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.quality.finding import Fault, Finding
from qxn_desktop.domain.quality.rule import Rule, Terms
from qxn_desktop.domain.quality.view import HouseholdView, RowView


def examine_home(home: HouseholdView, terms: Terms, rules: Iterable[Rule]) -> Iterator[Finding]:
    """What ``rules`` find in a household and its members."""
    for rule in rules:
        if rule.home is not None:
            for fault in rule.home(home, terms):
                yield finding_at_home(rule, home, fault)


def examine_village(village: RowView, terms: Terms, rules: Iterable[Rule]) -> Iterator[Finding]:
    """What ``rules`` find in a village's own figures."""
    for rule in rules:
        if rule.place is not None:
            for fault in rule.place(village, terms):
                seen = [_looked_at(rule, village)]
                yield _finding(rule, fault, None, village.id, seen)


def finding_at_home(rule: Rule, home: HouseholdView, fault: Fault) -> Finding:
    """The finding of a fault in a household.

    A member's fingerprint follows from its own values and its household's; a household's from
    those of all its rows.
    """
    rows: Sequence[RowView] = home.rows
    if fault.register != home.register:
        rows = [home, *(row for row in rows if row.id == fault.row)]
    seen = [_looked_at(rule, row) for row in rows]
    return _finding(rule, fault, home, home.village, seen)


def _finding(
    rule: Rule, fault: Fault, home: HouseholdView | None, village: str, seen: Sequence[Json]
) -> Finding:
    looked = [seen, fault.fields, fault.besides]
    material = json.dumps(looked, ensure_ascii=False, sort_keys=True)
    return Finding(
        rule=rule.number,
        severity=rule.severity,
        register=fault.register,
        row=fault.row,
        household=home.id if home else "",
        village=village,
        head=home.label if home else "",
        who=fault.who,
        fields=fault.fields,
        sentence=fault.sentence,
        fingerprint=hashed_id(rule.code, fault.row, material),
    )


def _looked_at(rule: Rule, row: RowView) -> Json:
    """The values of a row that the rule looks at."""
    own = f"{row.register}."
    names = sorted(name.removeprefix(own) for name in rule.fields if name.startswith(own))
    return {name: row.values[name] for name in names if name in row.values}

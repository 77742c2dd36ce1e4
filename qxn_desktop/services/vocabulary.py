"""What the store is told of the domain: registers, state machines, the unit's villages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from qxn_desktop import __version__
from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.case_machine import replay_case
from qxn_desktop.domain.causality import Before
from qxn_desktop.domain.fold import Replayed
from qxn_desktop.domain.income import replay_sheet
from qxn_desktop.domain.lead_machine import replay_lead
from qxn_desktop.domain.legal_event import Replay
from qxn_desktop.domain.monitor_case import Case
from qxn_desktop.domain.monitor_rules import terms_of
from qxn_desktop.domain.operation import Event
from qxn_desktop.domain.rectification import LIMIT_KEYS, Finding, Limits
from qxn_desktop.domain.rectification_machine import replay_rectification
from qxn_desktop.services.catalog import divisions, registers
from qxn_desktop.store.schema import Schema

SINCE_EVER = date(1970, 1, 1)


def vocabulary(unit: str) -> Schema:
    """The schema of a workspace of ``unit`` (12 digits)."""
    return Schema(
        registers(),
        {
            "problem": replay_problem,
            "income_sheet": replay_sheet,
            "monitor_case": replay_monitor_case,
            "lead": replay_lead_row,
        },
        lambda: {"village": villages(unit)},
        version=__version__,
    )


def villages(unit: str) -> Mapping[str, Mapping[str, Json]]:
    """The unit's villages as register rows: they exist without an operation."""
    return {
        village.code: {
            "name": village.name,
            "short_name": village.short_name,
            "kind": village.village_kind,
        }
        for village in divisions().villages(unit)
    }


def finding_of(values: Mapping[str, Json]) -> tuple[Finding, Limits]:
    """What a problem's row says of its finding, and the limits in force when it was opened.

    The limits stand in the row, so that its state follows from its own operations alone.
    """
    found = _date(values.get("found_on")) or SINCE_EVER
    finding = Finding(found, str(values.get("severity") or ""), _date(values.get("demanded_due")))
    limits = values.get("limits")
    if not isinstance(limits, dict):
        return finding, Limits()
    known = {key: value for key, value in limits.items() if isinstance(value, int)}
    return finding, Limits(**{key: known[key] for key in LIMIT_KEYS if key in known})


def replay_problem(values: Mapping[str, Json], events: Sequence[Event], before: Before) -> Replayed:
    """A problem's derived fields, and the branches that wait for a person."""
    result = replay_rectification(*finding_of(values), events, before)
    return _replayed(result.state.values(), result, events)


def replay_monitor_case(
    values: Mapping[str, Json], events: Sequence[Event], before: Before
) -> Replayed:
    """A case's derived fields, and the branches that wait for a person."""
    result = case_of(values, events, before)
    return _replayed(result.state.values(), result, events)


def case_of(values: Mapping[str, Json], events: Sequence[Event], before: Before) -> Replay[Case]:
    """A case replayed by the terms that its row keeps since its opening."""
    opened_on = _date(values.get("opened_on")) or SINCE_EVER
    return replay_case(terms_of(values.get("terms")), opened_on, events, before)


def replay_lead_row(
    _values: Mapping[str, Json], events: Sequence[Event], before: Before
) -> Replayed:
    """A lead's derived fields, and the branches that wait for a person."""
    result = replay_lead(events, before)
    return _replayed(result.state.values(), result, events)


def _replayed(
    derived: Mapping[str, Json], result: Replay[Any], events: Sequence[Event]
) -> Replayed:
    by_id = {event.id: event for event in events}
    branches = tuple(
        tuple(by_id[branch.head] for branch in dispute.branches) for dispute in result.disputes
    )
    return Replayed(derived, branches)


def _date(value: Json) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None

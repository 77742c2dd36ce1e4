"""The figures of one unit's month, apart from how they are printed.

``None`` is a figure that does not apply (the month lies before the 启用日期, the field asks
for no such thing); it prints "—" and is never counted as 0. Villages stand in the order of
their codes: nothing here ranks them. Fields of work come from the templates that were given,
so that a template more is a table more.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal, Protocol, TypeVar

import msgspec

from qxn_desktop.common.errors import UserError
from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.decimal_text import canonical_decimal, read_decimal

SCHEMA = 1
"""Form of the JSON in which issued figures are frozen."""

FEWEST_SAMPLES = 3
"""Below this many scored checks a mean says nothing (样本不足); the setting's 默认."""

ABSENT = "—"
"""How a figure that does not apply is printed."""

TOO_FEW = "样本不足"
TOTAL = "合计"


class VillageRow(Protocol):
    """A row about one village; ``code`` has 12 digits."""

    @property
    def code(self) -> str: ...
    @property
    def name(self) -> str: ...


Row = TypeVar("Row", bound=VillageRow)


@dataclass(frozen=True, slots=True)
class VillageChecks:
    """One village in one field of work; objects are counted once, by their last check.

    ``checked`` = ``passed + failed + pending``: objects on which a check was done, due or not.
    ``fulfilled`` of the ``due`` objects have been checked as often as they must be since their
    period (a quarter, a year) began. ``away``
    (户主不在), ``vacant`` (长期无人居住) and ``not_applicable`` (不适用, with a reason) are counted
    beside them, and an object that was away stays due. ``scored`` checks gave points;
    ``score_sum`` is the sum of those points as a decimal string, so that totals lose nothing to
    rounding.
    """

    code: str
    name: str
    due: int | None = None
    checked: int | None = None
    passed: int | None = None
    failed: int | None = None
    pending: int | None = None
    away: int | None = None
    not_applicable: int | None = None
    scored: int | None = None
    score_sum: str | None = None
    fulfilled: int | None = None
    vacant: int | None = None

    def __post_init__(self) -> None:
        if self.score_sum is not None:
            _decimal(self.score_sum)


@dataclass(frozen=True, slots=True)
class ProblemCounts:
    """Problems (问题) of one village: found and closed in the month, left at its end."""

    code: str
    name: str
    opened: int | None = None
    closed: int | None = None
    open: int | None = None
    overdue: int | None = None
    rebounds: int | None = None


@dataclass(frozen=True, slots=True)
class LeadCounts:
    """Leads (线索) of one village: found and settled in the month, left at its end.

    ``closed`` and ``open`` are ``None`` as long as nothing follows leads up.
    """

    code: str
    name: str
    opened: int | None = None
    closed: int | None = None
    open: int | None = None


@dataclass(frozen=True, slots=True)
class LeadChannel:
    """Where the month's leads came from: a channel (docs/domain.md B.4), how many it brought."""

    code: str
    name: str
    opened: int


@dataclass(frozen=True, slots=True)
class AssignedTask:
    """An order (交办任务) and where its villages stand. ``due`` is YYYY-MM-DD."""

    title: str
    basis: str
    due: str
    villages: int | None = None
    done: int | None = None
    overdue: int | None = None
    not_applicable: int | None = None


@dataclass(frozen=True, slots=True)
class FieldFigures:
    """One field of work: a template and its villages.

    ``basis`` is what the unit confirmed as the form's basis; empty when it has confirmed none.
    ``unit`` counts the objects (户, 座, 个). ``frequency`` is how often they are due, as confirmed.
    A form that ``opens`` leads judges nobody: it tells of 风险, not of 不合格. Of fewer than
    ``fewest_samples`` no mean is given.
    """

    template: str
    title: str
    unit: str
    basis: str
    villages: tuple[VillageChecks, ...]
    scoring: Literal["计分", "不计分"] = "计分"
    fewest_samples: int = FEWEST_SAMPLES
    frequency: str = ""
    opens: Literal["problem", "lead"] = "problem"

    def __post_init__(self) -> None:
        object.__setattr__(self, "villages", in_code_order(self.villages))


@dataclass(frozen=True, slots=True)
class SettingNote:
    """A setting on which the figures rest; ``source`` is "默认" where it has no basis.

    ``form`` names the checklist whose it is, "" when it is of several.
    """

    title: str
    value: str
    source: str
    form: str = ""


@dataclass(frozen=True, slots=True)
class Amendment:
    """A figure of an issued month that reads otherwise now (更正), or came late (补报)."""

    kind: Literal["更正", "补报"]
    period: str
    figure: str
    was: str
    now: str


@dataclass(frozen=True, slots=True)
class People:
    """Who filled, checked and answers for the report; empty is left for the pen."""

    filler: str = ""
    reviewer: str = ""
    head: str = ""


@dataclass(frozen=True, slots=True)
class MonthlyFigures:
    """Everything that the month's report prints.

    ``period`` is YYYY-MM; ``start_date`` (启用日期), ``cut_off`` (数据截止日) and ``issued_on``
    are YYYY-MM-DD, the first and the last possibly empty. ``amendments`` concern months issued
    before, or this one; ``corrections`` are what an issue that replaces an earlier one changed,
    for ``correction_reason``. ``remarks`` are sentences that a person wrote (下步打算).
    ``organ`` is who seals the report, the unit itself when it is empty.
    """

    unit_code: str
    unit: str
    county: str
    period: str
    start_date: str
    cut_off: str
    fields: tuple[FieldFigures, ...] = ()
    problems: tuple[ProblemCounts, ...] = ()
    leads: tuple[LeadCounts, ...] = ()
    tasks: tuple[AssignedTask, ...] = ()
    settings: tuple[SettingNote, ...] = ()
    amendments: tuple[Amendment, ...] = ()
    remarks: tuple[str, ...] = ()
    people: People = People()
    issued_on: str = ""
    schema: int = SCHEMA
    channels: tuple[LeadChannel, ...] = ()
    corrections: tuple[Amendment, ...] = ()
    correction_reason: str = ""
    organ: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "problems", in_code_order(self.problems))
        object.__setattr__(self, "leads", in_code_order(self.leads))

    @property
    def started(self) -> bool:
        """Whether the program was in use in this month (some day of it)."""
        return bool(self.start_date) and self.start_date[:7] <= self.period


def in_code_order(rows: Iterable[Row]) -> tuple[Row, ...]:
    """``rows`` by village code: the only order in which villages are shown."""
    return tuple(sorted(rows, key=lambda row: row.code))


def add(values: Iterable[int | None]) -> int | None:
    """The sum of what applies; ``None`` when nothing does."""
    known = [value for value in values if value is not None]
    return sum(known) if known else None


def check_total(rows: Sequence[VillageChecks]) -> VillageChecks:
    """The row 合计 of a field."""
    sums = [_decimal(row.score_sum) for row in rows if row.score_sum is not None]
    counts = {name: add(getattr(row, name) for row in rows) for name, _ in CHECK_COUNTS}
    return VillageChecks(
        "", TOTAL, **counts,
        scored=add(row.scored for row in rows),
        score_sum=canonical_decimal(sum(sums, Decimal(0))) if sums else None,
    )  # fmt: skip


def problem_total(rows: Sequence[ProblemCounts]) -> ProblemCounts:
    """The row 合计 of the problems."""
    counts = {name: add(getattr(row, name) for row in rows) for name, _ in PROBLEM_COUNTS}
    return ProblemCounts("", TOTAL, **counts)


def lead_total(rows: Sequence[LeadCounts]) -> LeadCounts:
    """The row 合计 of the leads."""
    counts = {name: add(getattr(row, name) for row in rows) for name, _ in LEAD_COUNTS}
    return LeadCounts("", TOTAL, **counts)


def mean_score(row: VillageChecks, fewest: int = FEWEST_SAMPLES) -> str | None:
    """The mean of the row's scores to one decimal, ``None`` where nothing was to be scored.

    Below ``fewest`` samples it is 样本不足.
    """
    if row.scored is None or (row.scored and row.score_sum is None):
        return None
    if row.scored < fewest or row.score_sum is None:
        return TOO_FEW
    mean = _decimal(row.score_sum) / row.scored
    return str(mean.quantize(Decimal("0.1"), ROUND_HALF_UP))


def percent(part: int | None, whole: int | None) -> str | None:
    """``part`` of ``whole`` in per cent to one decimal; ``None`` without a whole."""
    if part is None or not whole:
        return None
    share = Decimal(part) * 100 / Decimal(whole)
    return str(share.quantize(Decimal("0.1"), ROUND_HALF_UP)) + "%"


CHECK_COUNTS = (
    ("due", "应查"),
    ("fulfilled", "查完"),
    ("checked", "已查"),
    ("passed", "合格"),
    ("failed", "不合格"),
    ("pending", "待核"),
    ("away", "户主不在"),
    ("vacant", "无人居住"),
    ("not_applicable", "不适用"),
)
PROBLEM_COUNTS = (
    ("opened", "本月新增"),
    ("closed", "本月销号"),
    ("open", "月末未销号"),
    ("overdue", "其中超期"),
    ("rebounds", "反弹"),
)
LEAD_COUNTS = (("opened", "本月新增"), ("closed", "本月办结"), ("open", "月末未办结"))
TASK_COUNTS = (
    ("villages", "应完成"),
    ("done", "已完成"),
    ("overdue", "逾期"),
    ("not_applicable", "不适用"),
)
"""Figures and what they are called, in the order in which they are printed."""

LEAD_TITLES = {"passed": "未见异常", "failed": "发现风险"}
"""What a form that opens leads says instead: it hints and judges nobody (docs/domain.md J.5)."""


def check_titles(field: FieldFigures) -> dict[str, str]:
    """The figures of a field's table and what they are called there."""
    return dict(CHECK_COUNTS) | (LEAD_TITLES if field.opens == "lead" else {})


def to_json(figures: MonthlyFigures) -> dict[str, Json]:
    """``figures`` as JSON without floats: what an issue freezes."""
    built: dict[str, Json] = msgspec.json.decode(msgspec.json.encode(figures))
    return built


def from_json(data: Json) -> MonthlyFigures:
    """The figures that ``to_json`` froze; E-REP-010 when they are damaged, 011 when newer."""
    if isinstance(data, dict) and isinstance(data.get("schema"), int) and data["schema"] != SCHEMA:
        raise UserError("E-REP-011", "这份月报由更新版本的程序出具，请升级后再打开。")
    try:
        return msgspec.convert(data, MonthlyFigures)
    except msgspec.ValidationError as error:
        message = "已出月报的数据不完整，无法读出：{detail}。请从备份恢复。"
        raise UserError("E-REP-010", message, detail=str(error)) from error


def differences(frozen: MonthlyFigures, now: MonthlyFigures) -> tuple[Amendment, ...]:
    """What reads otherwise ``now`` than when the month was issued.

    A row whose counts only grew came late (补报); any other change is a correction (更正).
    """
    found: list[Amendment] = []
    before, after = _rows(frozen), _rows(now)
    for key in [*before, *(key for key in after if key not in before)]:
        label, was = before.get(key, ("", {}))
        label, new = after.get(key, (label, {}))
        found += _row_differences(frozen.period, label, was, new)
    return tuple(found)


def with_amendments(figures: MonthlyFigures, amendments: Iterable[Amendment]) -> MonthlyFigures:
    """``figures`` that also report ``amendments``."""
    return replace(figures, amendments=(*figures.amendments, *amendments))


Figures = dict[str, str]
"""Title of a figure: how it is printed."""


def _rows(figures: MonthlyFigures) -> dict[tuple[str, str], tuple[str, Figures]]:
    """Label and printed figures by (table, row)."""
    rows: dict[tuple[str, str], tuple[str, Figures]] = {}
    for field in figures.fields:
        for check in field.villages:
            printed = _printed(check, tuple(check_titles(field).items()))
            if field.scoring == "计分":
                printed["平均得分"] = cell(mean_score(check, field.fewest_samples))
            rows[field.template, check.code] = (f"{field.title}·{check.name}", printed)
    for problem in figures.problems:
        label = f"问题·{problem.name}"
        rows["problems", problem.code] = (label, _printed(problem, PROBLEM_COUNTS))
    for lead in figures.leads:
        rows["leads", lead.code] = (f"线索·{lead.name}", _printed(lead, LEAD_COUNTS))
    for channel in figures.channels:
        label = f"线索渠道·{channel.name}"
        rows["channels", channel.code] = (label, {"本月新增": str(channel.opened)})
    for task in figures.tasks:
        label = f"交办任务·{task.title}"
        rows["tasks", task_key(task)] = (label, _printed(task, TASK_COUNTS))
    return rows


def task_key(task: AssignedTask) -> str:
    """What tells a task's row from others of its table."""
    return f"{task.title} {task.due}"


def _printed(row: object, counts: Sequence[tuple[str, str]]) -> Figures:
    return {title: cell(getattr(row, name)) for name, title in counts}


def cell(value: int | str | None) -> str:
    """``value`` as a table prints it."""
    return ABSENT if value is None else str(value)


def _row_differences(period: str, label: str, was: Figures, now: Figures) -> list[Amendment]:
    titles = [*was, *(title for title in now if title not in was)]
    changed = [
        (title, was.get(title, ABSENT), now.get(title, ABSENT))
        for title in titles
        if was.get(title, ABSENT) != now.get(title, ABSENT)
    ]
    counts = [(old, new) for title, old, new in changed if title != "平均得分"]
    grew = bool(counts) and all(_number(new) > _number(old) for old, new in counts)
    kind: Literal["更正", "补报"] = "补报" if grew else "更正"
    return [Amendment(kind, period, f"{label}·{title}", old, new) for title, old, new in changed]


def _number(printed: str) -> int:
    return int(printed) if printed.isdecimal() else 0


def _decimal(text: str) -> Decimal:
    value = read_decimal(text)
    if value is None:
        raise ValueError(f"not a decimal: {text!r}")
    return value

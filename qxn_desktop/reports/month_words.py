"""What the month's report says in sentences. What does not apply is not said."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from qxn_desktop.domain.monthly import (
    ABSENT,
    CHECK_COUNTS,
    LEAD_TITLES,
    TOO_FEW,
    Amendment,
    FieldFigures,
    LeadCounts,
    MonthlyFigures,
    ProblemCounts,
    SettingNote,
    VillageChecks,
    add,
    check_titles,
    check_total,
    lead_total,
    mean_score,
    percent,
    problem_total,
)
from qxn_desktop.domain.template import DEFAULT_MARK, Opens

VILLAGE = "村（社区）"
SELF_USE = "自用，不得要求村级填报"
"""Printed with a form whose basis is not confirmed (减负约束, docs/domain.md A.4)."""

FULL_LIST = 5
"""Up to this many villages are named in a sentence."""


def month_text(period: str) -> str:
    """2026年10月 for 2026-10."""
    year, month = period.split("-")
    return f"{year}年{int(month)}月"


def date_text(day: str) -> str:
    """2026年10月1日 for 2026-10-01; empty for no date."""
    if not day:
        return ""
    year, month, date = day.split("-")
    return f"{year}年{int(month)}月{int(date)}日"


def heading(field: FieldFigures) -> str:
    """农村户厕巡查 for 农村户厕巡查表."""
    return field.title.removesuffix("表")


def not_started(figures: MonthlyFigures) -> str:
    """Why the month has no figures."""
    if not figures.start_date:
        return f"{figures.unit}尚未设定启用日期，本月不作统计，各表以“{ABSENT}”表示。"
    return (
        f"{figures.unit}自{date_text(figures.start_date)}起启用本系统，"
        f"{month_text(figures.period)}在启用之前，不作统计，各表以“{ABSENT}”表示。"
    )


def overall(figures: MonthlyFigures) -> str:
    """All checks of things in one sentence, all visits to households in another.

    In short, so that the chart still stands on the first page: the sections say it in full.
    """
    checks = [field for field in figures.fields if field.opens == "problem"]
    visits = [field for field in figures.fields if field.opens == "lead"]
    return _joint("人居环境方面，", checks) + _joint("防返贫监测方面，", visits)


def _joint(start: str, fields: Sequence[FieldFigures]) -> str:
    if not fields:
        return ""
    units = {field.unit for field in fields}
    unit = units.pop() if len(units) == 1 else "个"
    whole = check_total([check_total(field.villages) for field in fields])
    if not whole.checked:
        return _check_sentences(replace(whole, away=None), unit, start, fields[0].opens)
    said = [_due_clause(whole, unit)] if whole.due is not None else []
    if fields[0].opens == "lead":
        said.append(f"本月监测{whole.checked}{unit}，发现风险{whole.failed or 0}{unit}")
    else:
        rate = _share("合格率", percent(whole.passed, add((whole.passed, whole.failed))))
        said.append(f"本月检查{whole.checked}{unit}，不合格{whole.failed or 0}{unit}{rate}")
    return start + "；".join(said) + "。"


def _check_sentences(total: VillageChecks, unit: str, start: str, opens: Opens) -> str:
    """How many were due, checked, passed: only what applies is said. ``start`` leads in."""
    verb = "监测" if opens == "lead" else "检查"
    if total.due is None and not total.checked:
        return f"{start}本月未安排任务。" + _aside(total, unit)
    said = [_due_clause(total, unit)] if total.due is not None else []
    if total.checked:
        said.append(f"本月{verb}{total.checked}{unit}，{_outcome_clause(total, unit, opens)}")
    else:
        said.append(f"本月未{verb}")
    return start + "；".join(said) + "。" + _aside(total, unit)


def _due_clause(total: VillageChecks, unit: str) -> str:
    if not total.due:
        return "无应查对象"
    share = _share("完成率", percent(total.fulfilled, total.due))
    return f"应查{total.due}{unit}，查完{total.fulfilled or 0}{unit}{share}"


def _outcome_clause(total: VillageChecks, unit: str, opens: Opens) -> str:
    """Of those checked: passed, failed, 待核; a rate only where somebody is judged."""
    titles = LEAD_TITLES if opens == "lead" else dict(CHECK_COUNTS)
    parts = [f"{titles[name]}{getattr(total, name) or 0}{unit}" for name in ("passed", "failed")]
    parts += [f"待核{total.pending}{unit}"] if total.pending else []
    rate = percent(total.passed, add((total.passed, total.failed))) if opens != "lead" else None
    return f"其中{'，'.join(parts)}{_share('合格率', rate)}"


def _share(title: str, value: str | None) -> str:
    return f"，{title}{value}" if value else ""


def _aside(total: VillageChecks, unit: str) -> str:
    parts = [f"户主不在{total.away}{unit}"] if total.away else []
    parts += [f"长期无人居住{total.vacant}{unit}"] if total.vacant else []
    parts += [f"不适用{total.not_applicable}{unit}"] if total.not_applicable else []
    return f"另有{'，'.join(parts)}。" if parts else ""


def outcomes(figures: MonthlyFigures) -> str:
    """Problems, leads and assigned tasks of the unit."""
    problems = problem_sentence(problem_total(figures.problems))
    leads = lead_sentence(lead_total(figures.leads))
    return problems + leads + task_sentence(figures)


def problem_sentence(total: ProblemCounts) -> str:
    """What became of problems; a month without any says so."""
    if not any((total.opened, total.closed, total.open, total.rebounds)):
        return "本月未新增问题，月末无未销号问题。"
    overdue = f"，其中超期{total.overdue}个" if total.open else ""
    rebounds = f"销号后反弹{total.rebounds}个。" if total.rebounds else ""
    return (
        f"本月新增问题{total.opened or 0}个，整改销号{total.closed or 0}个，"
        f"月末未销号{total.open or 0}个{overdue}。{rebounds}"
    )


def lead_sentence(total: LeadCounts) -> str:
    """How many leads came in, and what became of them where that is followed."""
    some = any((total.opened, total.closed, total.open))
    opened = f"本月新增防返贫线索{total.opened or 0}条" if some else "本月未新增防返贫线索"
    closed = f"，办结{total.closed}条" if some and total.closed is not None else ""
    if total.open is None:
        return f"{opened}{closed}。"
    left = f"月末未办结{total.open}条" if some else "月末无未办结线索"
    return f"{opened}{closed}，{left}。"


def channel_sentence(figures: MonthlyFigures) -> str:
    """Where the leads came from; empty without leads."""
    parts = [f"{channel.name}{channel.opened}条" for channel in figures.channels]
    return f"按发现渠道：{'、'.join(parts)}。" if parts else ""


def task_sentence(figures: MonthlyFigures) -> str:
    """Where the assigned tasks stand."""
    if not figures.tasks:
        return "本月无交办任务。"
    due, done = add(t.villages for t in figures.tasks), add(t.done for t in figures.tasks)
    overdue = add(task.overdue for task in figures.tasks)
    return (
        f"在办交办任务{len(figures.tasks)}项，应完成{due or 0}村次，"
        f"已完成{done or 0}村次，逾期{overdue or 0}村次。"
    )


def pass_rate(field: FieldFigures, total: VillageChecks) -> str | None:
    """The share that passed; of visits to households there is none."""
    if field.opens == "lead":
        return None
    return percent(total.passed, add((total.passed, total.failed)))


def field_sentences(figures: MonthlyFigures, field: FieldFigures) -> str:
    """One field of work: due, checked, found, scored, where it failed."""
    own = "" if field.basis else f"本表的依据尚未确认：{SELF_USE}。"
    if not figures.started:
        return f"本月未启用，不作统计。{own}"
    total = check_total(field.villages)
    start = f"按“{field.frequency}”，" if field.frequency and total.due is not None else ""
    return _check_sentences(total, field.unit, start, field.opens) + (
        _points(field, total) + _failing(field) + own
    )


def _points(field: FieldFigures, total: VillageChecks) -> str:
    score = mean_score(total, field.fewest_samples)
    if field.scoring != "计分" or not score or score == TOO_FEW:
        return ""
    alone = "" if scores_shown(field) else f"；各{VILLAGE}样本不足，不单列得分"
    return f"平均得分{score}分（计分检查{total.scored}次）{alone}。"


def scores_shown(field: FieldFigures) -> bool:
    """Whether any village has enough samples for a score of its own."""
    scores = {mean_score(row, field.fewest_samples) for row in field.villages}
    return field.scoring == "计分" and not scores <= {TOO_FEW}


def _failing(field: FieldFigures) -> str:
    """Where something failed, in the order of the codes."""
    names = [row.name for row in field.villages if row.failed]
    title = check_titles(field)["failed"]
    if not names:
        return ""
    if len(names) > FULL_LIST:
        return f"{title}的分布在{len(names)}个{VILLAGE}。"
    return f"{title}的分布在{'、'.join(names)}。"


def counted_kinds(amendments: Sequence[Amendment]) -> str:
    """更正2处、补报1处; empty for none."""
    count = {kind: sum(a.kind == kind for a in amendments) for kind in ("更正", "补报")}
    return "、".join(f"{kind}{number}处" for kind, number in count.items() if number)


def note_items(figures: MonthlyFigures) -> tuple[str, ...]:
    """What was counted and how, on which basis and with which settings."""
    items = [
        "应查为检查期（周、月、季、年，按已确认的频次）内应查的对象；查完为检查期开始至数据截止日已按频次"
        "查完的，季度、年度检查为期内累计，按周检查的当月已过去的每周都查才算查完；完成率＝查完÷应查。",
        "已查为本月检查、监测过的全部对象，一个对象多次检查的按最后一次计；已查＝合格＋不合格＋待核，"
        "合格率＝合格÷（合格＋不合格）。入户监测只提示风险，不评合格与否。",
        "计分的检查，等级为“不合格”的计不合格；不计分的，有一项不合格即计入。"
        "待核指判定所需的参数或信息未填，既不计合格，也不计不合格。",
        "户主不在的对象仍列入应查；长期无人居住的不计不合格、不计分；不适用的已注明理由，不列入应查。"
        "各村均无此情况的，不列该栏。",
        f"平均得分＝计分检查得分之和÷次数，{_fewest(figures)}的为“{TOO_FEW}”；"
        f"各{VILLAGE}按区划代码排列，不作排名。",
        "问题、线索按发现日期计入当月，销号按二销日期计入当月；未销号、超期以数据截止日为准；"
        f"“{ABSENT}”表示不适用。",
    ]
    items += _setting_notes(figures.settings)
    items += [f"{'、'.join(names)}的依据：{basis}。" for basis, names in _bases(figures)]
    own = [heading(field) for field in figures.fields if not field.basis]
    items += [f"{'、'.join(own)}的依据尚未确认，{SELF_USE}。"] if own else []
    return tuple(items)


def _setting_notes(settings: Sequence[SettingNote]) -> Iterator[str]:
    """The settings by checklist, those without a basis apart."""
    unfounded = [setting for setting in settings if setting.source == DEFAULT_MARK]
    if unfounded:
        listed = _by_form(unfounded, lambda s: f"{s.title}{s.value}")
        yield f"以下参数没有依据，按默认值计算，请核定。{listed}"
    founded = [setting for setting in settings if setting.source != DEFAULT_MARK]
    if founded:
        yield "所用参数。" + _by_form(founded, lambda s: f"{s.title}{s.value}（{s.source}）")


def _by_form(settings: Sequence[SettingNote], words: Callable[[SettingNote], str]) -> str:
    forms = dict.fromkeys(setting.form for setting in settings)
    return "".join(
        f"{form or '各表'}：{'；'.join(words(s) for s in settings if s.form == form)}。"
        for form in forms
    )


def _fewest(figures: MonthlyFigures) -> str:
    """How few samples give no mean: one number for all fields, where they agree."""
    fewest = {field.fewest_samples for field in figures.fields if field.scoring == "计分"}
    return f"不足{fewest.pop()}次" if len(fewest) == 1 else "不足规定次数"


def _bases(figures: MonthlyFigures) -> Iterator[tuple[str, list[str]]]:
    """Every confirmed basis with the forms that rest on it."""
    for basis in dict.fromkeys(field.basis for field in figures.fields if field.basis):
        yield basis, [heading(field) for field in figures.fields if field.basis == basis]

"""Months to print, made up: no real people, real division names."""

from __future__ import annotations

from qxn_desktop.domain.monthly import (
    Amendment,
    AssignedTask,
    FieldFigures,
    LeadCounts,
    MonthlyFigures,
    People,
    ProblemCounts,
    SettingNote,
    VillageChecks,
)

YATA = (
    "丫他社区", "丫他村", "巴金村", "八窝村", "坪位村", "巧洞村",
    "田坎村", "洛省村", "板万村", "幸福村", "板街村", "板其村",
)  # fmt: skip
TEMPLATES = (
    ("HC", "农村户厕巡查表", "户", "计分", "册乡村振兴〔2026〕3号"),
    ("GC", "农村公厕巡查表", "座", "计分", "册乡村振兴〔2026〕3号"),
    ("LJ", "村级生活垃圾治理月查表", "个村", "计分", "册乡村振兴〔2026〕3号"),
    ("WS", "农村生活污水月查表", "个村", "计分", ""),
    ("FP", "防止返贫致贫入户监测表", "户", "不计分", "册乡村振兴〔2026〕5号"),
    ("SC", "首厕过关验收表", "座", "不计分", ""),
)


FREQUENCIES = {"HC": "每季抽查、每年全覆盖一次", "LJ": "每村每月一次"}


def village_names(count: int) -> list[str]:
    """``count`` names, the longest that the prefecture has among them."""
    names = [*YATA, "秧坝森林小镇安置区第二社区", *(f"弼佑{n}村" for n in "一二三四五六七八九十")]
    return names[:count]


def problem_counts(index: int, *, some: bool) -> tuple[int, int, int, int, int]:
    if not some:
        return 0, 0, 0, 0, 0
    return index % 3, index % 2, index % 4, index % 4 // 3, index // 9


def code(index: int) -> str:
    return f"522327103{200 + index}"


def checks(index: int, template: str, name: str, *, empty: bool) -> VillageChecks:
    due = 6 + (index * 7) % 9 if template in ("HC", "FP") else 1
    if empty:
        return VillageChecks(code(index), name, due, 0, 0, 0, 0, scored=0)
    checked = max(due - (index % 4 == 1), 0)
    failed = min(checked, int((index * 5 + len(template)) % 4 == 0))
    pending = min(checked - failed, int(template in ("WS", "FP") and index % 5 == 2))
    away = index % 3 if template in ("HC", "FP") else None
    exempt = int(index % 6 == 5) if template in ("HC", "FP") else None
    passed = checked - failed - pending
    scored = 0 if template in ("FP", "SC") else checked
    total = f"{scored * 90 + index % 7}.5" if scored else None
    return VillageChecks(
        code(index), name, due, checked, passed, failed, pending, away, exempt, scored, total,
        fulfilled=checked,
    )  # fmt: skip


def month(villages: int = 12, *, empty: bool = False, problems: bool = True) -> MonthlyFigures:
    """A month of ``villages`` villages."""
    names = village_names(villages)
    fields = tuple(
        FieldFigures(key, title, unit, basis,
                     tuple(checks(i, key, n, empty=empty) for i, n in enumerate(names)), scoring,
                     frequency=FREQUENCIES.get(key, ""),
                     opens="lead" if key == "FP" else "problem")
        for key, title, unit, scoring, basis in TEMPLATES
    )  # fmt: skip
    some = problems and not empty
    return MonthlyFigures(
        unit_code="522327103000", unit="丫他镇", county="册亨县", period="2026-10",
        start_date="2026-09-01", cut_off="2026-10-31", fields=fields,
        problems=tuple(
            ProblemCounts(code(i), n, *problem_counts(i, some=some))
            for i, n in enumerate(names)
        ),
        leads=tuple(
            LeadCounts(code(i), n, *((i % 5 // 4, 0, i % 5 // 4) if some else [0] * 3))
            for i, n in enumerate(names)
        ),
        tasks=(
            AssignedTask("沿河两岸垃圾排查整治", "县督办〔2026〕12号", "2026-10-20", 12, 10, 2),
            AssignedTask("问题户厕回头看", "册乡村振兴〔2026〕8号", "2026-11-15", 5, 1, 0),
        ) if some else (),
        settings=(
            SettingNote("排气管最低高度", "50厘米", "默认", "户厕巡查"),
            SettingNote("近30天最少清运次数", "8次", "默认"),
            SettingNote("收入监测线", "未填", "待县级下达"),
        ),
        people=People("王𬱖", "买买提·艾力", "岑䶮堃") if some else People(),
        issued_on="2026-11-02" if some else "",
    )  # fmt: skip


def not_started() -> MonthlyFigures:
    """A month before the 启用日期: nothing applies."""
    names = village_names(12)
    fields = tuple(
        FieldFigures(key, title, unit, basis,
                     tuple(VillageChecks(code(i), n) for i, n in enumerate(names)), scoring)
        for key, title, unit, scoring, basis in TEMPLATES
    )  # fmt: skip
    return MonthlyFigures(
        "522327103000", "丫他镇", "册亨县", "2026-08", "2026-09-01", "2026-08-31", fields,
        tuple(ProblemCounts(code(i), n) for i, n in enumerate(names)),
        tuple(LeadCounts(code(i), n) for i, n in enumerate(names)),
    )  # fmt: skip


AMENDMENTS = (
    Amendment("更正", "2026-09", "农村户厕巡查表·巴金村·合格", "8", "7"),
    Amendment(
        "补报", "2026-09", "防止返贫致贫入户监测表·秧坝森林小镇安置区第二社区·已查", "6", "9"
    ),
)

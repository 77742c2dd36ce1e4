"""Rules of work away from home and of public posts: docs/domain.md B.10 022 to 027."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from qxn_desktop.domain.quality.finding import Fault, Severity
from qxn_desktop.domain.quality.person import (
    is_between,
    is_healthy,
    is_pupil,
    is_supported,
    parts,
)
from qxn_desktop.domain.quality.rule import Rule, Terms, columns
from qxn_desktop.domain.quality.view import HouseholdView, MemberView

_PROVINCE = re.compile(
    r"\A(?:[^省市区县旗]{2,3}省|[^省市县旗]{2,7}自治区|(?:北京|天津|上海|重庆)市)"
)
_COUNTY = re.compile(r"[市县区旗]")
LOCAL_CHANNELS = ("公益", "帮扶车间", "扶贫车间")
"""Ways to work that exist only within one's own county."""
AGE = columns("member", "id_number birth_date")
JOBS = columns("off_farm_work", "started_on ended_on")
WORKER = {
    "work_place": "务工所在地",
    "work_income": "务工月收入",
    "employer": "务工企业",
    "industry": "从事行业",
    "job_channel": "就业渠道",
}
"""What has to be known of who has gone to work."""


def dq_022_odd_wage(home: HouseholdView, terms: Terms) -> Iterator[Fault]:
    """务工月收入低于 100 元或高于 30000 元；已务工人员低于 400 元的单列."""
    numbers = terms.parameters
    for member in home.members:
        wage = member.number("work_income")
        if wage is None:
            continue
        if wage < numbers["wage_low"] or wage > numbers["wage_high"]:
            yield member.fault(
                "work_income",
                f"务工月收入填{wage}元，应在{numbers['wage_low']}至{numbers['wage_high']}元之间；"
                "请核对是否按月、单位是否是元。",
            )
        elif member.yes("working") and wage < numbers["wage_lowest_worker"]:
            yield member.fault(
                "work_income",
                f"已外出务工，月收入只有{wage}元（低于{numbers['wage_lowest_worker']}元），请核实。",
            )


def dq_023_where_and_how_one_works(home: HouseholdView, terms: Terms) -> Iterator[Fault]:
    """务工地点未到县级；已务工缺收入、企业、行业、渠道."""
    for member in home.members:
        place = member.text("work_place")
        if place and not _COUNTY.search(_PROVINCE.sub("", place, count=1)):
            yield member.fault(
                "work_place", f"务工所在地“{place}”没有写到县级，请写成“广东省东莞市”这样。"
            )
        if member.yes("working"):
            empty = [field for field in WORKER if terms.asks(member, field)]
            if empty:
                named = "、".join(WORKER[field] for field in empty)
                yield member.fault(" ".join(empty), f"已外出务工，{named}没有填，请补上。")


def dq_024_times_of_work(home: HouseholdView, _terms: Terms) -> Iterator[Fault]:
    """务工开始晚于结束，或早于上次结束；不在外务工，有开始时间却没有结束时间."""
    for member in home.members:
        start, end = member.text("work_from"), member.text("work_to")
        if start and end and end < start:
            yield member.fault(
                "work_from work_to", f"务工结束时间（{end}）早于开始时间（{start}），请改正。"
            )
        if member.no("working") and start and not end:
            yield member.fault(
                "work_to working", f"没有外出务工，{start}开始的务工却没有结束时间，请补上。"
            )
        yield from _overlapping(home, member)


def _overlapping(home: HouseholdView, member: MemberView) -> Iterator[Fault]:
    """Work that begins before the work before it has ended (务工台账)."""
    jobs = [job for job in home.jobs if job.text("member") == member.id and job.has("started_on")]
    jobs.sort(key=lambda job: (job.text("started_on"), job.id))
    for before, job in pairwise(jobs):
        start, end = job.text("started_on"), before.text("ended_on")
        if end and start < end:
            yield member.fault(
                "work_from",
                f"务工台账里，{start}开始的务工早于上次结束（{end}），请改正。",
                (job.id,),
            )


def dq_025_local_channel_far_away(home: HouseholdView, terms: Terms) -> Iterator[Fault]:
    """县外务工却填公益性岗位、帮扶车间渠道."""
    county = terms.county(home.village)
    for member in home.members:
        place, channel = member.text("work_place"), member.text("job_channel")
        if place and county and _is_outside(place, county) and _is_local(channel):
            yield member.fault(
                "job_channel work_place",
                f"在“{place}”务工，就业渠道却填“{channel}”，这只在本县有，请改正其中一项。",
            )


def dq_026_supported_person(home: HouseholdView, terms: Terms) -> Iterator[Fault]:
    """特困供养人员外出务工；18 至 59 岁健康、不在校享受特困供养."""
    numbers = terms.parameters
    for member in home.members:
        if not is_supported(member):
            continue
        if member.yes("working"):
            yield member.fault(
                "extreme_poverty working", "特困供养人员填了已外出务工，请核实是否还符合特困条件。"
            )
        if (
            is_between(member.age, numbers["support_from"], numbers["labour_to"])
            and is_healthy(member)
            and not is_pupil(member)
        ):
            yield member.fault(
                "extreme_poverty health",
                f"{member.age}岁、健康、不在校，却享受特困供养，请核对健康状况和特困情况。",
            )


def dq_027_public_post(home: HouseholdView, terms: Terms) -> Iterator[Fault]:
    """公益岗填了岗位未填月数，或反之；一人三种及以上公益岗."""
    most = terms.parameters["most_posts"]
    for member in home.members:
        months = member.number("public_job_months")
        posts = parts(member.text("public_job"))
        if posts and not months:
            yield member.fault("public_job_months", "填了公益性岗位，没有填月数，请补上。")
        if not posts and months:
            yield member.fault("public_job", "填了公益性岗位月数，没有填岗位，请补上。")
        if len(posts) > most:
            yield member.fault(
                "public_job", f"一人填了{len(posts)}种公益性岗位，请核实是否都在岗。"
            )


def _is_outside(place: str, county: str) -> bool:
    return county.rstrip("县市区") not in place and not place.startswith(("本", "县内", "当地"))


def _is_local(channel: str) -> bool:
    return any(word in channel for word in LOCAL_CHANNELS)


def _worker_fields() -> tuple[str, ...]:
    return columns("member", " ".join(("working", *WORKER)))


RULES = (
    Rule(
        22, "务工月收入异常", Severity.WARNING,
        "务工月收入 <100 或 >30000（务工人员 <400 单列）", "5_16_001/002, 1111_12",
        columns("member", "work_income working"), dq_022_odd_wage,
        needs=columns("member", "work_income"),
        parameters=("wage_low", "wage_high", "wage_lowest_worker"),
    ),
    Rule(
        23, "务工信息不全", Severity.WARNING,
        "务工地点未到县级；已务工缺收入/企业/行业/渠道",
        "4_12_001, 5_01_005/007, 5_12_006",
        _worker_fields(), dq_023_where_and_how_one_works,
    ),
    Rule(
        24, "务工时间矛盾", Severity.ERROR,
        "务工开始早于上次结束；“是否已务工=否”而结束时间空", "5_12_001, 1111_16/17",
        (*columns("member", "working work_from work_to"), *JOBS), dq_024_times_of_work,
        needs=(*columns("member", "work_from work_to"), *JOBS),
    ),
    Rule(
        25, "县外务工填了县内渠道", Severity.ERROR,
        "县外务工却填“公益性岗位/帮扶车间”渠道", "5_01_003, 5_12_002",
        columns("member", "work_place job_channel"), dq_025_local_channel_far_away,
        needs=columns("member", "job_channel"),
    ),
    Rule(
        26, "特困供养人员存疑", Severity.WARNING,
        "特困供养人员外出务工；18–59 岁健康非在校享特困", "5_01_004, 5_12_003, 5_15_018/019",
        (*columns("member", "extreme_poverty working health school"), *AGE),
        dq_026_supported_person,
        needs=columns("member", "extreme_poverty"), parameters=("support_from", "labour_to"),
    ),
    Rule(
        27, "公益岗填写不全或过多", Severity.ERROR,
        "公益岗填了岗位未填月数（或反之）；一人 ≥3 种公益岗",
        "3_01_005/006, 5_15_003, 3_01_010/011",
        columns("member", "public_job public_job_months"), dq_027_public_post,
        parameters=("most_posts",),
    ),
)  # fmt: skip

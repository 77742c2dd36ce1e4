"""Rules of who is who in a household: docs/domain.md B.10 006 to 009."""

from __future__ import annotations

from collections.abc import Iterator

from qxn_desktop.domain.quality.finding import Fault, Severity
from qxn_desktop.domain.quality.rule import Rule, Terms, columns
from qxn_desktop.domain.quality.view import HouseholdView

SPOUSE = "配偶"
PERSON = {"nation": "民族", "health": "健康状况", "skill": "劳动技能", "relation": "与户主关系"}
_WOMEN = (
    "妻 女 女儿 独生女 长女 次女 三女 四女 五女 养女或继女 其他女儿 儿媳 孙女 外孙女"
    " 孙媳妇或外孙媳妇 曾孙女或外曾孙女 母 母亲 婆婆 岳母 继母或养母 祖母 外祖母 曾祖母 奶奶 外婆"
    " 兄弟媳妇 嫂 弟媳 姐姐 妹妹 伯母 婶母 舅母 姨母 姑母 侄女 外甥女"
)
_MEN = (
    "夫 子 儿子 独生子 长子 次子 三子 四子 五子 养子或继子 其他儿子 女婿 孙子 外孙子 外孙"
    " 孙女婿或外孙女婿 曾孙子或外曾孙子 父 父亲 公公 岳父 继父或养父 祖父 外祖父 曾祖父 爷爷 外公"
    " 兄 弟 姐夫 妹夫 伯父 叔父 叔伯 舅父 姨父 姑父 侄儿 侄子 外甥"
)
WOMEN, MEN = frozenset(_WOMEN.split()), frozenset(_MEN.split())
"""Relations that name a gender; the rule's text lists some, the words say the rest."""


def dq_006_one_head(home: HouseholdView, terms: Terms) -> Iterator[Fault]:
    """一户须有且只有一名户主；没有登记成员的户不查."""
    if not home.members:
        return
    heads = [member for member in home.members if member.is_head]
    if len(heads) > 1:
        named = "、".join(member.label for member in heads)
        ids = tuple(sorted(member.id for member in heads))
        yield home.fault(
            "head_name", f"有{len(heads)}名成员的关系是户主（{named}），请只留一名。", ids
        )
    elif not heads and "member.relation" in terms.kept:
        yield home.fault(
            "head_name", "家庭成员里没有户主，请把户主本人登记为成员，或改正“与户主关系”。"
        )


def dq_007_gender_of_relation(home: HouseholdView, _terms: Terms) -> Iterator[Fault]:
    """户主与配偶同性别；亲属称谓与性别不符."""
    heads = [member for member in home.members if member.is_head]
    for member in home.members:
        gender, relation = member.gender, member.text("relation").removeprefix("之")
        if not gender:
            continue
        if relation == SPOUSE and heads and heads[0].gender == gender:
            yield member.fault(
                "relation gender", f"户主与配偶都是{gender}，请核对两人的性别和“与户主关系”。"
            )
        expected = "女" if relation in WOMEN else "男" if relation in MEN else gender
        if expected != gender:
            yield member.fault(
                "relation gender",
                f"与户主关系是“{member.text('relation')}”，性别却是{gender}，请改正其中一项。",
            )


def dq_008_person_complete(home: HouseholdView, terms: Terms) -> Iterator[Fault]:
    """民族、健康状况、劳动技能、与户主关系为空."""
    for member in home.members:
        empty = [field for field in PERSON if terms.asks(member, field)]
        if empty:
            named = "、".join(PERSON[field] for field in empty)
            yield member.fault(" ".join(empty), f"{named}没有填，请补上。")


RULES = (
    Rule(
        6, "没有户主或多个户主", Severity.ERROR,
        "无户主；一户多户主", "3_11_001/002",
        columns("member", "relation"), dq_006_one_head,
    ),
    Rule(
        7, "关系与性别不符", Severity.ERROR,
        "户主与配偶同性别；女儿/母亲/祖母/孙女/兄弟媳妇须女，儿子/父亲/女婿/孙子须男",
        "2_02_001, 2_11_003, 2_12_008",
        columns("member", "relation gender id_number"), dq_007_gender_of_relation,
        needs=columns("member", "relation"),
    ),
    Rule(
        8, "成员信息不全", Severity.ERROR,
        "民族、健康状况、劳动技能、与户主关系为空", "2_01_001–003, 3_01_001, 2_12_001–003",
        columns("member", " ".join(PERSON)), dq_008_person_complete,
    ),
)  # fmt: skip

"""Rules of who is who in a household: docs/domain.md B.10 006 to 009."""

from __future__ import annotations

from collections.abc import Iterator

from qxn_desktop.domain.quality.finding import Fault, Severity
from qxn_desktop.domain.quality.rule import Rule, Terms, columns
from qxn_desktop.domain.quality.view import HouseholdView

SPOUSE = "配偶"
_WOMEN = (
    "母 母亲 岳母 婆婆 祖母 外祖母 奶奶 外婆 女 女儿 长女 次女 三女 儿媳 孙女 外孙女 孙媳 姐姐 妹妹"
    " 兄弟媳妇 嫂 弟媳 侄女 外甥女 妻"
)
_MEN = (
    "父 父亲 岳父 公公 祖父 外祖父 爷爷 外公 子 儿子 长子 次子 三子 女婿 孙子 外孙子 外孙 孙女婿"
    " 哥哥 弟弟 侄子 侄儿 外甥 夫"
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
)  # fmt: skip

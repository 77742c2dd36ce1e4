"""Rules of identity papers: docs/domain.md B.10 002 to 005, H.1, H.2."""

from __future__ import annotations

from collections.abc import Iterator

from qxn_desktop.domain.id_number import (
    PLACEHOLDER_REGION,
    parse_disability_card,
    parse_id_number,
)
from qxn_desktop.domain.quality.finding import Fault, Severity
from qxn_desktop.domain.quality.rule import Rule, Terms, columns
from qxn_desktop.domain.quality.view import HouseholdView, MemberView, RowView, birth_in, gender_in

ID_LENGTH = 18
CARD_LENGTHS = (20, 22)
"""A disability card: 18 + category + grade, and a suffix of two after a replacement."""
PAPERS = columns("household", "id_number") + columns("member", "id_number")


def dq_002_length_of_number(home: HouseholdView, _terms: Terms) -> Iterator[Fault]:
    """证件号长度只能是 18、20 或 22 位."""
    for row in _rows(home):
        number = row.text("id_number")
        if number and len(number) not in (ID_LENGTH, *CARD_LENGTHS):
            yield row.fault(
                "id_number",
                f"证件号是{len(number)}位；身份证应是18位，残疾人证应是20位或22位。请对照证件重填。",
            )


def dq_003_check_digit(home: HouseholdView, terms: Terms) -> Iterator[Fault]:
    """校验码或其中的出生日期不对；残疾人证看前 18 位."""
    for row in _rows(home):
        number = row.text("id_number")
        if len(number) == ID_LENGTH:
            _, problem = parse_id_number(number, terms.today)
        elif len(number) in CARD_LENGTHS:
            _, problem = parse_disability_card(number, terms.today)
        else:
            problem = None
        if problem is not None:
            yield row.fault("id_number", problem.message)
    for member in home.members:
        yield from _card_faults(member, terms)


def _card_faults(member: MemberView, terms: Terms) -> Iterator[Fault]:
    """The disability card in its own column; its first 18 are the holder's number (H.2)."""
    number = member.text("id_number")
    if not member.has("disability_card"):
        return
    card, problem = parse_disability_card(member.text("disability_card"), terms.today)
    if card is None and problem is not None:
        yield member.fault("disability_card", problem.message)
    elif card is not None and len(number) == ID_LENGTH and card.holder != number:
        yield member.fault(
            "disability_card id_number", "残疾人证号的前18位与本人证件号不同，请对照证件改正。"
        )


def dq_004_person_without_papers(home: HouseholdView, _terms: Terms) -> Iterator[Fault]:
    """证件号前 6 位是 999999 的，须在备注里写明情况."""
    for row in _rows(home):
        if row.text("id_number").startswith(PLACEHOLDER_REGION) and not row.has("note"):
            yield row.fault(
                "id_number note", "证件号以999999开头，是无证人员；请在备注里写明无证的原因。"
            )


def dq_005_number_against_gender_and_birth(home: HouseholdView, _terms: Terms) -> Iterator[Fault]:
    """性别、出生日期与证件号不一致."""
    for member in home.members:
        number = member.text("id_number")
        if number.startswith(PLACEHOLDER_REGION):
            continue
        gender, born = gender_in(number), birth_in(number)
        if gender and member.has("gender") and member.text("gender") != gender:
            yield member.fault(
                "gender id_number",
                f"性别填“{member.text('gender')}”，证件号第17位表示{gender}。"
                "请对照证件，改正其中一项。",
            )
        entered = member.day("birth_date")
        if born and entered and entered != born:
            yield member.fault(
                "birth_date id_number",
                f"出生日期填{entered}，与证件号第7至14位不一致。请对照证件，改正其中一项。",
            )


def _rows(home: HouseholdView) -> Iterator[RowView]:
    """The members, and the household unless its head is among them under the same number."""
    number = home.text("id_number")
    if all(member.text("id_number") != number for member in home.members):
        yield home
    yield from home.members


RULES = (
    Rule(
        2, "证件号长度不对", Severity.ERROR,
        "证件号长度只能 18（身份证）、20/22（残疾人证）", "1_01_002",
        PAPERS, dq_002_length_of_number,
    ),
    Rule(
        3, "证件号校验不通过", Severity.ERROR,
        "18 位校验码错；20/22 位前 18 位校验码错；出生日期不存在", "1_01_003/004",
        (*PAPERS, *columns("member", "disability_card")), dq_003_check_digit,
    ),
    Rule(
        4, "无证人员没有备注", Severity.WARNING,
        "证件号前 6 位 999999 = 无证人员，须备注", "4_01_003",
        (*PAPERS, *columns("member", "note"), *columns("household", "note")),
        dq_004_person_without_papers, needs=PAPERS,
    ),
    Rule(
        5, "证件号与性别、生日不符", Severity.ERROR,
        "性别、出生日期与证件号不一致", "",
        columns("member", "gender birth_date id_number"), dq_005_number_against_gender_and_birth,
        needs=columns("member", "gender birth_date"),
    ),
)  # fmt: skip

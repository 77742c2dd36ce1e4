"""Many conflicts of one kind decided together, each shown beforehand with the side it takes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from qxn_desktop.services.conflict_card import MARKS, ConflictCard, Side

Choice = Literal["mine", "theirs", "newest", "keep"]
CHOICES: Mapping[Choice, str] = {
    "mine": "都采用本机的",
    "theirs": "都采用对方的",
    "newest": "都采用填得较晚的",
    "keep": "都保留，不删除",
}


@dataclass(frozen=True, slots=True)
class JointDecision:
    """One way to decide many conflicts of a kind: (card, side taken) of those that it decides."""

    choice: Choice
    words: str
    taken: tuple[tuple[ConflictCard, Side], ...]
    left: int


def joint_decisions(cards: Sequence[ConflictCard], own_site: str) -> tuple[JointDecision, ...]:
    """The ways to decide ``cards`` (of one ``key``) together; none for handlings.

    Who handled a problem is decided case by case: it is a legal act.
    """
    if len(cards) < 2 or any(card.kind == "handling" for card in cards):
        return ()
    choices: tuple[Choice, ...] = ("mine", "theirs", "newest")
    if cards[0].kind == "deletion":
        choices = ("keep",)
    found = (_joint(choice, cards, own_site) for choice in choices)
    return tuple(one for one in found if one.taken)


def _joint(choice: Choice, cards: Sequence[ConflictCard], own_site: str) -> JointDecision:
    pairs = [(card, _side(choice, card, own_site)) for card in cards]
    taken = tuple((card, side) for card, side in pairs if side is not None)
    return JointDecision(choice, CHOICES[choice], taken, len(cards) - len(taken))


def _side(choice: Choice, card: ConflictCard, own_site: str) -> Side | None:
    """The side that ``choice`` takes; None where it does not say which."""
    match choice:
        case "mine":
            sides = [side for side in card.sides if side.site == own_site]
        case "theirs":
            sides = [side for side in card.sides if side.site != own_site]
        case "newest":
            sides = [max(card.sides, key=lambda side: side.wall)]
        case "keep":
            sides = [side for side in card.sides if side.value == MARKS["keep"]][:1]
    return sides[0] if len({side.value for side in sides}) == 1 else None

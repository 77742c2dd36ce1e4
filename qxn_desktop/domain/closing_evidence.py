"""Against closing on paper (纸面销号): what the photos and the text of a 一销 give away.

Tests of docs/domain.md A.3: a text that another problem has word for word (典型表现 of 纸面销号,
2021 [S60]); and, our own inference, a photo that stands for two problems, shows the finding itself
or is older than it. One person closing twice is a matter of ``rectification_rule``.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from qxn_desktop.common.errors import Problem


@dataclass(frozen=True, slots=True)
class EvidencePhoto:
    """A photo after rectification; ``taken`` is its EXIF date, None when it has none."""

    sha256: str
    taken: date | None = None


@dataclass(frozen=True, slots=True)
class ClosingEvidence:
    """What a 一销 brings. ``found_photos`` are the SHA-256 of the photos of the finding."""

    found_on: date
    text: str
    photos: tuple[EvidencePhoto, ...] = ()
    found_photos: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class OtherProblem:
    """What another problem shows: its number for people, its photos, its rectification texts."""

    number: str
    photos: frozenset[str] = frozenset()
    texts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Doubt:
    """One thing that speaks against the evidence. A reason lifts it unless it ``forbids``."""

    problem: Problem
    forbids: bool


def normalised(text: str) -> str:
    """``text`` without width, case, spaces and punctuation."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(char for char in folded if char.isalnum())


def doubts(evidence: ClosingEvidence, others: Iterable[OtherProblem]) -> tuple[Doubt, ...]:
    """Everything that speaks against the evidence, in the order of its photos, then the text."""
    listed = tuple(others)
    users: defaultdict[str, list[str]] = defaultdict(list)
    for other in listed:
        for photo in other.photos:
            users[photo].append(other.number)
    found = [
        doubt
        for place, photo in enumerate(evidence.photos, 1)
        for doubt in _photo_doubts(evidence, place, photo, users)
    ]
    return (*found, *_text_doubts(evidence.text, listed))


def refused(evidence: Iterable[Doubt], anyway: str) -> tuple[Problem, ...]:
    """What stands in the way; a reason ``anyway`` (confirm_anyway) lifts all but the forbidden."""
    return tuple(doubt.problem for doubt in evidence if doubt.forbids or not anyway.strip())


def _photo_doubts(
    evidence: ClosingEvidence, place: int, photo: EvidencePhoto, users: Mapping[str, list[str]]
) -> list[Doubt]:
    path, found = f"photos[{place - 1}]", list[Doubt]()
    if photo.sha256 in users:
        listed = "、".join(sorted(users[photo.sha256]))
        text = f"第{place}张照片已用于另一问题（{listed}），同一照片不能证明两个问题，请换照片。"
        found.append(Doubt(Problem(path, "E-PRB-031", text), forbids=True))
    if photo.sha256 in evidence.found_photos:
        text = f"第{place}张照片就是发现问题时的照片，请换整改后的照片。"
        found.append(Doubt(Problem(path, "E-PRB-032", text), forbids=True))
    if photo.taken and photo.taken < evidence.found_on:
        text = (
            f"第{place}张照片拍摄于 {photo.taken}，早于发现日期 {evidence.found_on}；"
            "如相机日期有误，请写明理由（confirm_anyway）。"
        )
        found.append(Doubt(Problem(path, "E-PRB-033", text), forbids=False))
    return found


def _text_doubts(text: str, others: Iterable[OtherProblem]) -> list[Doubt]:
    said = normalised(text)
    same = sorted(o.number for o in others if said and said in map(normalised, o.texts))
    if not same:
        return []
    listed = "、".join(same)
    message = (
        f"整改情况与另一问题（{listed}）一字不差，请写清这一处怎么改的；"
        "如确实相同，请写明理由（confirm_anyway）。"
    )
    return [Doubt(Problem("text", "E-PRB-034", message), forbids=False)]

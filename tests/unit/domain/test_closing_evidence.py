from __future__ import annotations

from datetime import date

import pytest

from qxn_desktop.domain.closing_evidence import (
    ClosingEvidence,
    EvidencePhoto,
    OtherProblem,
    doubts,
    normalised,
    refused,
)

FOUND = date(2026, 11, 2)
NEW, USED = "a" * 64, "b" * 64
OTHER = OtherProblem("问-007", frozenset({USED}), ("已更换盖板，恢复密闭。",))


def codes(evidence: ClosingEvidence, anyway: str = "") -> list[str]:
    return [problem.code for problem in refused(doubts(evidence, [OTHER]), anyway)]


def evidence(*photos: EvidencePhoto, text: str = "清掏后封好两处渗漏") -> ClosingEvidence:
    return ClosingEvidence(FOUND, text, photos, frozenset({"c" * 64}))


def test_honest_evidence_passes() -> None:
    assert codes(evidence(EvidencePhoto(NEW, FOUND), EvidencePhoto("d" * 64))) == []


def test_a_photo_of_another_problem_is_refused_whatever_the_reason() -> None:
    assert codes(evidence(EvidencePhoto(NEW), EvidencePhoto(USED)), "已核实") == ["E-PRB-031"]
    (doubt,) = doubts(evidence(EvidencePhoto(NEW), EvidencePhoto(USED)), [OTHER])
    assert (doubt.problem.path, doubt.forbids) == ("photos[1]", True)
    assert "第2张照片已用于另一问题（问-007）" in doubt.problem.message


def test_the_photo_of_the_finding_proves_nothing() -> None:
    assert codes(evidence(EvidencePhoto("c" * 64)), "已核实") == ["E-PRB-032"]


def test_a_photo_older_than_the_finding_needs_a_reason() -> None:
    old = evidence(EvidencePhoto(NEW, date(2026, 11, 1)))
    assert codes(old) == ["E-PRB-033"]
    assert codes(old, "  ") == ["E-PRB-033"]
    assert codes(old, "相机日期没有校准") == []


@pytest.mark.parametrize(
    "text", ["已更换盖板，恢复密闭。", " 已更换盖板 恢复密闭 ", "已更换盖板,恢复密闭!"]
)
def test_a_text_like_anothers_needs_a_reason(text: str) -> None:
    same = evidence(EvidencePhoto(NEW), text=text)
    assert codes(same) == ["E-PRB-034"]
    assert codes(same, "同一批盖板") == []


def test_normalised_keeps_letters_and_digits_of_every_script() -> None:
    assert normalised("ＡＢ 12 号，𬱖家。") == "ab12号𬱖家"

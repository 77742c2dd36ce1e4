"""The facts of a legal event as a person hands them in: known keys, texts tidied, files read.

A photo or sheet is named by its file, relative to the file of facts, or by the SHA-256 of one that
is already kept. Nothing is stored here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from qxn_desktop.common.errors import Problem, UserError, refuse
from qxn_desktop.common.ids import is_sha256
from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.character import tidy
from qxn_desktop.domain.operation import Draft, Kind
from qxn_desktop.domain.procedure_step import KINDS, Need
from qxn_desktop.services import photos, routing
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.photos import Prepared, prepare, prepare_sheet

LONGEST = 2000
"""Characters of a text."""


@dataclass(frozen=True, slots=True)
class Facts:
    """Facts as an event carries them, and the files to keep with it.

    ``stays`` are the SHA-256 of fingerprints and signatures, which never leave the township.
    """

    values: Mapping[str, Json]
    files: tuple[Prepared, ...] = field(default=())
    stays: frozenset[str] = frozenset()


def read_facts(
    ctx: AppContext, raw: Mapping[str, Json], needs: Sequence[Need], folder: Path
) -> Facts:
    """The facts in ``raw`` that an event with ``needs`` takes.

    Raises:
        UserError: every unknown key and wrong type at once; or a file that is no picture.
    """
    known = {need.key: need for need in needs}
    refuse([*_unknown(raw, known), *_wrong(raw, known)])
    values: dict[str, Json] = {}
    files: list[Prepared] = []
    for key, value in raw.items():
        if value in (None, "", []):
            continue
        if known[key].kind == "photos":
            names = value if isinstance(value, list) else [value]
            found = [_file(ctx, folder, name, files, sheet=False) for name in names]
            values[key] = list(dict.fromkeys(found))
        elif known[key].kind == "sheet":
            values[key] = _file(ctx, folder, value, files, sheet=True)
        else:
            values[key] = tidy(str(value))
    stays = frozenset(str(values[n.key]) for n in needs if n.stays and n.key in values)
    return Facts(values, tuple(files), stays)


def file_drafts(ctx: AppContext, facts: Facts, village: str | None) -> list[Draft]:
    """Keep the files of ``facts``; gives the operations that name and mark them."""
    kept = photos.keep(ctx, facts.files, village, facts.stays)
    named = {draft.row for draft in kept}
    marks = [
        routing.draft(ctx, "photo", sha256, Kind.PUT, {"stays": "是"})
        for sha256 in sorted(facts.stays - named)
        if _leaves(ctx, sha256)
    ]
    return [*kept, *marks]


def _leaves(ctx: AppContext, sha256: str) -> bool:
    """Whether content that is kept here already is not marked yet."""
    row = ctx.ws.get("photo", sha256)
    return row is not None and row.text("stays") != "是"


def _unknown(raw: Mapping[str, Json], known: Mapping[str, Need]) -> list[Problem]:
    listed = "、".join(f"{key}（{need.title}）" for key, need in known.items())
    return [
        Problem(key, "E-PRB-063", f"这一步没有“{tidy(key)}”这一项，可填：{listed}。")
        for key in raw
        if key not in known
    ]


def _wrong(raw: Mapping[str, Json], known: Mapping[str, Need]) -> list[Problem]:
    """Values that are no text; files are still names here."""
    found = []
    for key, value in raw.items():
        need = known.get(key)
        if need is None or value in (None, "", []):
            continue
        title = f"{need.title}（{key}）"
        if need.kind in ("photos", "sheet"):
            if not _names(value, several=need.kind == "photos"):
                found.append(Problem(key, "E-PRB-064", f"{title}应写文件名，如 整改后.jpg。"))
        elif not isinstance(value, str):
            found.append(Problem(key, "E-PRB-065", f"{title}应为{KINDS[need.kind][1]}。"))
        elif len(value) > LONGEST:
            found.append(Problem(key, "E-PRB-066", f"{title}最多{LONGEST}字，请删减。"))
    return found


def _names(value: Json, *, several: bool) -> bool:
    names = value if several and isinstance(value, list) else [value]
    return all(isinstance(name, str) and name.strip() and "\0" not in name for name in names)


def _file(ctx: AppContext, folder: Path, name: Json, files: list[Prepared], *, sheet: bool) -> str:
    text = str(name)
    if is_sha256(text):
        if not ctx.ws.photos.has(text):
            raise UserError("E-PRB-067", "照片（{sha256}…）不在本机，请写文件名。", sha256=text[:8])
        return text
    prepared = (prepare_sheet if sheet else prepare)(folder / text)
    files.append(prepared)
    return prepared.sha256

"""The inside of a package: operations in columns by entity, then photos as they are.

Format: ``docs/sync.md``, part Package, Body.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from functools import cache
from itertools import accumulate, islice
from operator import sub
from typing import Annotated, Any, Final, TypeVar, cast

import msgspec

from qxn_desktop.common.errors import Bug, UserError
from qxn_desktop.domain.canonical import INT_MAX, INT_MIN, check_values
from qxn_desktop.domain.chain_run import ChainRun
from qxn_desktop.domain.operation import Chain, Kind, Operation
from qxn_desktop.sync.package_content import PackageContent

MAX_TABLE: Final = 128 * 1024 * 1024
"""Bytes of the JSON part: objects in memory are many times larger."""

MAX_OPERATIONS: Final = 2_000_000
"""In one package: about 1 GB in memory, whatever the file's size."""

MAX_CONTAINERS: Final = 2 * MAX_OPERATIONS
"""Lists and objects in the JSON part, counted by their opening signs: an empty one is two bytes
here and a hundred in memory."""

Int64 = Annotated[int, msgspec.Meta(ge=INT_MIN, le=INT_MAX)]
Sequential = Annotated[int, msgspec.Meta(ge=1, le=INT_MAX)]
Index = Annotated[int, msgspec.Meta(ge=0, le=INT_MAX)]
Hash = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}\Z")]
Name = Annotated[str, msgspec.Meta(pattern=r"^[^\x00]*\Z", max_length=128)]


class _Group(msgspec.Struct, omit_defaults=True):
    """Operations of one entity and kind; ``at`` and ``hlc`` as differences.

    ``at`` is the position among the operations of all runs, in the order of the runs. Each of
    ``columns`` is read by itself, as each group is: one long call would hold up a window.
    """

    entity: str
    kind: str
    at: list[Int64]
    hlc: list[Int64]
    actor: list[Index]
    wall: list[Int64]
    schema: list[Int64]
    row: list[str]
    fields: list[str] | None = None
    columns: list[msgspec.Raw] | None = None
    payloads: list[dict[str, Any]] | None = None


_Run = tuple[Name, Name, Name, Sequential, Sequential, Hash, Hash]


class _Body(msgspec.Struct):
    site: str
    package: str
    created: Int64
    have: list[tuple[Name, Name, Name, Sequential, Hash]]
    chains: list[_Run]
    actors: list[str]
    groups: list[msgspec.Raw]
    photos: list[tuple[Hash, Index]]
    missing: list[Hash] = []


_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(_Body).decode
Decoded = TypeVar("Decoded")
_decode_group = msgspec.json.Decoder(_Group).decode
_decode_column = msgspec.json.Decoder(list[Any]).decode


def encode_body(content: PackageContent) -> bytes:
    """Length of the JSON part (4 bytes, big-endian), the JSON part, the photos.

    Raises:
        UserError: a payload holds what no operation may, or the whole is too large.
    """
    _refuse_loose(content.runs)
    operations = content.operations
    actors = {
        name: index for index, name in enumerate(dict.fromkeys(op.actor for op in operations))
    }
    runs = [run for run in content.runs if run.operations]
    try:
        body = _Body(
            site=content.site,
            package=content.package,
            created=content.created,
            have=[
                (*chain, seq, held.hex())
                for chain, (seq, held) in sorted(content.have.items())
                if seq
            ],
            chains=[
                (*run.chain, run.first, run.last, run.previous_hash.hex(), run.last_hash.hex())
                for run in runs
            ],
            actors=list(actors),
            groups=_groups(operations, actors),
            photos=[(digest, len(data)) for digest, data in content.photos],
            missing=list(content.missing),
        )
        table = _encode(body)
    except UnicodeEncodeError as error:
        raise UserError("E-SYN-020", "记录里有不完整的字符，不能导出，请更正后重试。") from error
    if len(table) > MAX_TABLE or len(operations) > MAX_OPERATIONS:
        raise UserError("E-SYN-021", "数据过多，一个数据包装不下，请分次导出。")
    photos = (data for _, data in content.photos)
    return b"".join((len(table).to_bytes(4, "big"), table, *photos))


def decode_body(data: bytes) -> PackageContent:
    """What ``encode_body`` wrote; parts it does not know are passed over.

    Raises:
        UserError: anything in it is not as the format says.
    """
    length = int.from_bytes(data[:4], "big")
    if len(data) < 4 + length or length > MAX_TABLE:
        raise malformed("长度")
    if data.count(b"[", 4, 4 + length) + data.count(b"{", 4, 4 + length) > MAX_CONTAINERS:
        raise malformed("结构")
    body = _decoded(_decode, memoryview(data)[4 : 4 + length])
    return PackageContent(
        site=body.site,
        package=body.package,
        created=body.created,
        have={Chain(*row[:3]): (row[3], bytes.fromhex(row[4])) for row in body.have},
        runs=_runs(body),
        photos=_photos(body.photos, data, 4 + length),
        missing=tuple(body.missing),
    )


def _decoded(decode: Callable[[Any], Decoded], raw: msgspec.Raw | memoryview) -> Decoded:
    try:
        return decode(raw)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise malformed("结构") from error


def malformed(part: str) -> UserError:
    """The refusal of a package whose ``part`` is not as the format says."""
    return UserError("E-SYN-022", "数据包的{part}不合规范，未合并，请让对方重新导出。", part=part)


def _refuse_loose(runs: Sequence[ChainRun]) -> None:
    for run in runs:
        for seq, op in enumerate(run.operations, run.first):
            if op.chain != run.chain or op.seq != seq or op.hlc < 0:
                raise Bug("E-SYN-023", "程序出错：要导出的记录与其序号不符，请联系维护人员。")


def _groups(operations: Sequence[Operation], actors: dict[str, int]) -> list[msgspec.Raw]:
    ordered = cache(lambda keys: tuple(sorted(keys)))
    found: dict[tuple[str, str, tuple[str, ...] | None], list[tuple[int, Operation]]] = {}
    for position, op in enumerate(operations):
        fields = ordered(tuple(op.payload)) if op.kind == Kind.PUT else None
        found.setdefault((op.entity, op.kind, fields), []).append((position, op))
    groups = (_group(fields, members, actors) for (_, _, fields), members in found.items())
    return [msgspec.Raw(_encode(group)) for group in groups]


def _group(
    fields: tuple[str, ...] | None, members: list[tuple[int, Operation]], actors: dict[str, int]
) -> _Group:
    operations = [op for _, op in members]
    payloads = [dict(op.payload) for op in operations]
    columns = None
    if fields is not None:
        columns = [[payload[name] for payload in payloads] for name in fields]
    _check(columns, payloads)
    return _Group(
        entity=operations[0].entity,
        kind=operations[0].kind,
        at=_differences([position for position, _ in members]),
        hlc=_differences([op.hlc for op in operations]),
        actor=[actors[op.actor] for op in operations],
        wall=[op.wall for op in operations],
        schema=[op.schema for op in operations],
        row=[op.row for op in operations],
        fields=None if fields is None else list(fields),
        columns=None if columns is None else [msgspec.Raw(_encode(c)) for c in columns],
        payloads=None if columns is not None else payloads,
    )


def _runs(body: _Body) -> tuple[ChainRun, ...]:
    groups = [_decoded(_decode_group, raw) for raw in body.groups]
    total = sum(last - first + 1 for _, _, _, first, last, _, _ in body.chains)
    if (
        total > MAX_OPERATIONS
        or total != sum(len(group.row) for group in groups)
        or not _are_runs(body.chains)
    ):
        raise malformed("序号")
    places = [
        (Chain(*chain), seq)
        for *chain, first, last, _, _ in body.chains
        for seq in range(first, last + 1)
    ]
    slots: list[Operation | None] = [None] * total
    for group in groups:
        _fill(slots, group, places, body.actors)
    if not all(slots):
        raise malformed("序号")
    operations = iter(cast("list[Operation]", slots))
    return tuple(
        ChainRun(
            Chain(*chain),
            first,
            bytes.fromhex(previous),
            bytes.fromhex(after),
            tuple(islice(operations, last - first + 1)),
        )
        for *chain, first, last, previous, after in body.chains
    )


def _are_runs(chains: Sequence[_Run]) -> bool:
    return len({run[:3] for run in chains}) == len(chains) and all(
        first <= last for _, _, _, first, last, _, _ in chains
    )


def _fill(
    slots: list[Operation | None],
    group: _Group,
    places: Sequence[tuple[Chain, int]],
    actors: Sequence[str],
) -> None:
    at, hlc = list(accumulate(group.at)), list(accumulate(group.hlc))
    parts = (at, hlc, group.actor, group.wall, group.schema, group.row)
    if any(len(part) != len(group.row) for part in parts):
        raise malformed("列")
    if not group.row:
        return
    if min(at) < 0 or max(at) >= len(slots):
        raise malformed("序号")
    if min(hlc) < 0 or max(hlc) > INT_MAX:
        raise malformed("时间")
    if max(group.actor) >= len(actors):
        raise malformed("记录人")
    payloads = _payloads(group)
    for position, hlc_, actor, wall_, schema, row, payload in zip(*parts, payloads, strict=True):
        chain, seq = places[position]
        slots[position] = Operation(
            chain, seq, hlc_, actors[actor], wall_, schema, group.entity, row, group.kind, payload
        )


def _payloads(group: _Group) -> list[dict[str, Any]]:
    payloads = group.payloads or []
    columns = None
    if group.columns is not None:
        columns = [_decoded(_decode_column, raw) for raw in group.columns]
        payloads = _rows(group.fields or [], columns, len(group.row))
    if len(payloads) != len(group.row):
        raise malformed("列")
    try:
        _check(columns, payloads)
    except UserError as error:
        raise malformed("数值") from error
    return payloads


def _rows(names: list[str], columns: list[list[Any]], count: int) -> list[dict[str, Any]]:
    if not len(set(names)) == len(names) == len(columns):
        raise malformed("字段")
    if any(len(column) != count for column in columns):
        raise malformed("列")
    if not columns:
        return [{} for _ in range(count)]
    return [dict(zip(names, values, strict=True)) for values in zip(*columns, strict=True)]


def _check(columns: list[list[Any]] | None, payloads: list[dict[str, Any]]) -> None:
    """Refuse floats and the like, by column where there are columns: far fewer steps."""
    if columns is None:
        check_values(payloads, 0)
    else:
        for column in columns:
            check_values(column)


def _photos(
    listed: Sequence[tuple[str, int]], data: bytes, start: int
) -> tuple[tuple[str, bytes], ...]:
    if start + sum(length for _, length in listed) != len(data):
        raise malformed("照片长度")
    found = []
    for digest, length in listed:
        photo = data[start : start + length]
        if hashlib.sha256(photo).hexdigest() != digest:
            raise malformed("照片")
        found.append((digest, photo))
        start += length
    return tuple(found)


def _differences(numbers: Sequence[int]) -> list[int]:
    return [*numbers[:1], *map(sub, numbers[1:], numbers)]

"""Everything that can be checked about a workspace without anyone else."""

from __future__ import annotations

from collections.abc import Iterator

from qxn_desktop.common.errors import UserError
from qxn_desktop.common.progress import SILENT, Progress, Tally
from qxn_desktop.domain.canonical import canonical_bytes, chain_next, chain_start
from qxn_desktop.store import audit_log, narrow_query
from qxn_desktop.store.backup import faults
from qxn_desktop.store.conflict_list import open_conflicts
from qxn_desktop.store.connection import translated
from qxn_desktop.store.workspace import Workspace


def findings(ws: Workspace, progress: Progress = SILENT) -> list[str]:
    """What is wrong, in Chinese; empty when all is well.

    Cipher pages and structure, hash chains, tables and conflicts rebuilt from the operations
    against those kept, photos, the local audit.
    """
    tally = Tally(progress, ws.operation_count())
    with translated():
        tally.begin("正在校验数据文件")
        pages = faults(ws.db)
        tally.begin("正在核对操作记录")
        return [
            *(f"数据文件页校验不通过：{text}" for text in pages),
            *_chain_faults(ws, tally),
            *_table_faults(ws, progress),
            *_photo_faults(ws, progress),
            *([] if audit_log.is_whole(ws.db) else ["本机审计记录不连续。"]),
        ]


def _chain_faults(ws: Workspace, tally: Tally) -> Iterator[str]:
    for chain, state in ws.log.chains.items():
        link, last = chain_start(chain), 0
        for op in tally.each(ws.log.after(chain, 0)):
            link = chain_next(link, canonical_bytes(op))
            if op.seq != last + 1 or ws.log.hash_at(chain, op.seq) != link:
                yield f"操作记录链不连续：{chain.stream} 第 {op.seq} 条。"
                break
            last = op.seq
        else:
            if (last, link) != (state.last_seq, state.last_hash):
                yield f"操作记录链的结尾不符：{chain.stream}。"


def _photo_faults(ws: Workspace, progress: Progress) -> Iterator[str]:
    """Photos that are here and cannot be read; one that has not arrived yet is no fault."""
    rows = ws.select("photo") if "photo" in ws.schema.registers else []
    for number, row in enumerate(rows):
        progress.report(number, len(rows), "正在核对照片")
        try:
            whole = not ws.photos.has(row.id) or ws.photos.digest(row.id) == row.id
        except UserError:
            whole = False
        if not whole:
            yield f"照片已损坏：{row.text('name') or row.id}。"


def _table_faults(ws: Workspace, progress: Progress) -> Iterator[str]:
    progress.report(0, 0, "正在核对台账")
    kept = {id_: {row.id: row.values for row in ws.select(id_)} for id_ in ws.schema.registers}
    conflicts = {conflict.id for conflict in open_conflicts(ws.db)}
    rebuilt: set[str] = set()
    first = {id_: dict(narrow_query.first_written(ws, id_)) for id_ in ws.schema.registers}
    into = ws.projection.aliases.into()
    for key, entry, state in ws.projection.fold_all():
        entity, id_ = key
        if first[entity].get(id_) != entry.first_wall:
            yield f"首次登记时间与操作记录不符：{ws.schema.registers[entity].title} {id_}。"
        wanted = ws.projection.shown(key, state)
        if kept[entity].pop(id_, None) != wanted:
            yield f"台账与操作记录不符：{ws.schema.registers[entity].title} {id_}。"
        if into.get(entity, {}).pop(id_, "") != state.into:
            yield f"合并关系与操作记录不符：{ws.schema.registers[entity].title} {id_}。"
        rebuilt |= {conflict.id for conflict in state.conflicts}
    base = ws.schema.base_rows()
    for entity, rows in kept.items():
        for id_ in rows.keys() - base.get(entity, {}).keys():
            title = ws.schema.registers[entity].title
            yield f"台账里有操作记录中没有的内容：{title} {id_}。"
    if rebuilt != conflicts:
        yield "冲突列表与操作记录不符。"

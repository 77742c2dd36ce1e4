"""Which row a person means: its whole id, its number for people, or the beginning of its id."""

from __future__ import annotations

from qxn_desktop.common.errors import UserError
from qxn_desktop.services.context import AppContext
from qxn_desktop.store.row import Row

SHORTEST = 6
"""Signs of an id that a person has to give."""
NAMED = 5
"""How many of several rows a message names."""


def choose(ctx: AppContext, entity: str, text: str) -> Row:
    """The live row of ``entity`` that ``text`` names.

    Raises:
        UserError: none, or more than one.
    """
    row = ctx.ws.get(entity, text)
    if row is not None:
        return row
    spec = ctx.ws.schema.registers[entity]
    rows = ctx.ws.select(entity, {"number": text}) if spec.field("number") and text else []
    if not rows and len(text) >= SHORTEST:
        rows = [row for row in ctx.ws.select(entity) if row.id.startswith(text)]
    if len(rows) == 1:
        return rows[0]
    if not rows:
        raise UserError(
            "E-REG-330",
            "没有编号为“{text}”的{title}，请核对编号（可只写前{least}位）。",
            text=text, title=spec.title, least=SHORTEST,
        )  # fmt: skip
    listed = "、".join(row.id for row in rows[:NAMED])
    raise UserError(
        "E-REG-331",
        "编号“{text}”对应{count}条{title}（{listed}），请写全。",
        text=text, count=len(rows), title=spec.title, listed=listed,
    )  # fmt: skip

"""Which village of the unit a person means: its code, its name or its short name."""

from __future__ import annotations

from qxn_desktop.common.errors import Problem, refuse
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.record_input import resolve_village

SEVERAL = "E-REG-301"


def village_code(ctx: AppContext, text: str) -> str:
    """The code of the village that ``text`` names; ``text`` itself where it names none.

    So what asks for the village says what is wrong with it, in its own words.

    Raises:
        UserError: several villages of the unit go by that name.
    """
    field = ctx.ws.schema.registers["household"].field("village")
    found = resolve_village(ctx, field, text) if field and text else text
    if not isinstance(found, Problem):
        return found
    refuse([found] if found.code == SEVERAL else [])
    return text

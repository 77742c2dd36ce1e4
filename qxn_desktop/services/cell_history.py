"""What happened to one cell: who put what there, when, on which machine."""

from __future__ import annotations

from collections.abc import Sequence

from qxn_desktop.services import record_view
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.record_view import Past


def cell_history(ctx: AppContext, id_: str, field: str) -> Sequence[Past]:
    """The changes of one field of a live row, masked, the latest first.

    Raises:
        UserError: there is no such row, or it was deleted.
    """
    view = record_view.record_view(ctx, id_)
    spec = ctx.ws.schema.registers[view.register]
    known = spec.field(field)
    title = known.title if known else ""
    return [one for one in view.past if one.title == title]

"""Where in the window a row of a register is opened."""

from __future__ import annotations

from qxn_desktop.ui.target import Target


def row_target(register: str, id_: str) -> Target:
    """The page that shows the row ``id_`` of ``register``."""
    if register == "problem":
        return Target("problems", id_)
    if register == "order":
        return Target("problems", id_, {"view": "orders"})
    if register == "monitor_case":
        return Target("monitoring", facts={"case": id_})
    if register == "check":
        return Target("check", id_, {"register": register})
    return Target("records", id_, {"register": register})

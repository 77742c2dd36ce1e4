"""The style sheet: ``resources/qss/window.qss`` with the tokens put in."""

from __future__ import annotations

from dataclasses import asdict
from string import Template

from qxn_desktop.common.resource_files import read_resource, resource_path
from qxn_desktop.ui.style.tokens import CONTROL, Tokens


def style_sheet(tokens: Tokens, px: int) -> str:
    """The whole sheet for a palette and a size of running text in px.

    Sizes follow from the text's: small −1, section heads +2, page titles +7.
    """
    sizes = {
        "px": f"{px}px",
        "px_small": f"{px - 1}px",
        "px_section": f"{px + 2}px",
        "px_title": f"{px + 7}px",
        "px_figure": f"{px + 13}px",
        "control": f"{CONTROL - 2}px",  # the border is outside
    }
    suffix = "dark" if _is_dark(tokens) else "light"
    images = {
        name: resource_path(f"qss/{name}-{suffix}.svg").as_posix()
        for name in ("chevron", "check", "dash", "dot")
    }
    return Template(read_resource("qss/window.qss")).substitute(asdict(tokens), **sizes, **images)


def _is_dark(tokens: Tokens) -> bool:
    return int(tokens.ground[1:3], 16) < 0x80

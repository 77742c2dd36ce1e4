"""Rows that have become others: households that merged, villages that were joined.

A row that is gone names the row it has become. What refers to it is shown under that one. Two
sites may each have merged the other's row the other way round; then one of the circle stays.
"""

from __future__ import annotations

from collections.abc import Mapping


def followed(into: Mapping[str, str]) -> dict[str, str]:
    """The last row of each chain of ``into``, by the row it begins with.

    Of a circle the row with the lowest id stays: it is left out, and the others lead to it.
    """
    kept = _stays(into)
    return {id_: _end(into, kept, id_) for id_ in into if id_ not in kept}


def _stays(into: Mapping[str, str]) -> frozenset[str]:
    """The rows of circles that stay after all."""
    stays, seen = set(), set()
    for start in into:
        path: list[str] = []
        at: str | None = start
        while at is not None and at not in seen:
            seen.add(at)
            path.append(at)
            at = into.get(at)
        if at in path:
            stays.add(min(path[path.index(at) :]))
    return frozenset(stays)


def _end(into: Mapping[str, str], stays: frozenset[str], id_: str) -> str:
    at = into[id_]
    while at in into and at not in stays:
        at = into[at]
    return at

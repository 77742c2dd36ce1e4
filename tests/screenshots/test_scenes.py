"""No text of a scene is clipped, nothing overlaps, everything has a name and is reached by Tab."""

from __future__ import annotations

import json

import pytest

from tests.screenshots.__main__ import child


@pytest.mark.parametrize("scale", ["1", "1.5"])
def test_scenes_are_without_fault(scale):
    done = child(scale, ["--faults"], captured=True)
    assert done.returncode == 0
    found = json.loads(done.stdout)
    assert len(found) > 10
    assert {scene: faults for scene, faults in found.items() if faults} == {}


def test_tab_walks_through_every_scene():
    """There and back, in reading order, everywhere, and one sees where one is."""
    done = child("1", ["--focus"], captured=True)
    assert done.returncode == 0
    found = json.loads(done.stdout)
    assert len(found) > 10
    assert {scene: faults for scene, faults in found.items() if faults} == {}

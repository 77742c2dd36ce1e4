from __future__ import annotations

import tracemalloc

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from qxn_desktop.common.errors import UserError
from qxn_desktop.sync.compression import FREE_RATIO, MAX_RATIO, compress, inflate


@given(st.binary(max_size=5_000))
def test_round_trip(data: bytes) -> None:
    assert inflate(compress(data)) == data


def zeros(size: int) -> bytes:
    writer = zstandard.ZstdCompressor(level=19).compressobj(size=size)
    block = bytes(1 << 20)
    return b"".join([*(writer.compress(block) for _ in range(size >> 20)), writer.flush()])


@pytest.mark.parametrize("mebibytes", [17, 300, 700])
def test_a_bomb_is_refused_before_memory_is_taken(mebibytes: int) -> None:
    bomb = zeros(mebibytes << 20)
    assert len(bomb) < 100_000
    tracemalloc.start()
    with pytest.raises(UserError) as caught:
        inflate(bomb)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert caught.value.code == "E-SYN-011"
    assert peak < 1_000_000


def test_the_ratio_counts_only_beyond_what_is_small_anyway() -> None:
    assert len(inflate(zeros(FREE_RATIO))) == FREE_RATIO
    assert MAX_RATIO * len(zeros(FREE_RATIO)) < FREE_RATIO


def test_a_frame_that_lies_about_its_size_is_refused() -> None:
    honest = zeros(1 << 20)
    size = (1 << 20).to_bytes(4, "little")
    assert size in honest[:12]
    lying = honest.replace(size, (4096).to_bytes(4, "little"), 1)
    assert zstandard.frame_content_size(lying) == 4096
    with pytest.raises(UserError) as caught:
        inflate(lying)
    assert caught.value.code == "E-SYN-012"


def test_a_frame_without_a_size_is_refused() -> None:
    writer = zstandard.ZstdCompressor().compressobj()
    with pytest.raises(UserError):
        inflate(writer.compress(b"abc") + writer.flush())


@pytest.mark.parametrize(
    "change", [lambda z: z[:-1], lambda z: z + b"x", lambda z: z + z, lambda z: z[:0]]
)
def test_cut_or_followed_frames_are_refused(change: object) -> None:
    with pytest.raises(UserError):
        inflate(change(compress(b"abc" * 100)))  # type: ignore[operator]

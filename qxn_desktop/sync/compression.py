"""Compression with zstd, and inflation that a small hostile file cannot blow up."""

from __future__ import annotations

from typing import Final

import zstandard

from qxn_desktop.common.errors import UserError

LEVEL: Final = 3
MAX_INFLATED: Final = 512 * 1024 * 1024
MAX_RATIO: Final = 200
"""A row's id alone is 16 random bytes, so that honest packages stay far below."""

FREE_RATIO: Final = 16 * 1024 * 1024
"""Bytes up to which the ratio does not matter."""


def compress(data: bytes) -> bytes:
    """One zstd frame that declares its content's size."""
    return zstandard.ZstdCompressor(level=LEVEL).compress(data)


def inflate(data: bytes) -> bytes:
    """The content of one zstd frame.

    The declared size is looked at before any memory is taken, and zstd never writes beyond it.

    Raises:
        UserError: damaged, followed by other bytes, without a size, or growing beyond the bounds.
    """
    try:
        size = zstandard.frame_content_size(data)
        if size > min(MAX_INFLATED, max(FREE_RATIO, MAX_RATIO * len(data))):
            raise UserError("E-SYN-011", "数据包解压后过大，可能是恶意文件，未合并，请联系发送人。")
        if size >= 0:
            return zstandard.ZstdDecompressor().decompress(data, allow_extra_data=False)
    except (zstandard.ZstdError, MemoryError) as error:
        raise _damaged() from error
    raise _damaged()


def _damaged() -> UserError:
    return UserError("E-SYN-012", "数据包的压缩内容已损坏，未合并，请让对方重新导出。")

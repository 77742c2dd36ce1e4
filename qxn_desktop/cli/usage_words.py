"""argparse in Chinese: its sentences and headings, which it looks up one by one."""

from __future__ import annotations

import argparse
from collections.abc import Mapping

WORDS: Mapping[str, str] = {
    "usage: ": "用法：",
    "positional arguments": "参数",
    "options": "选项",
    "subcommands": "命令",
    "show this help message and exit": "显示本帮助",
    "show program's version number and exit": "显示版本号",
    "argument %(argument_name)s: %(message)s": "参数 %(argument_name)s：%(message)s",
    "the following arguments are required: %s": "缺少参数：%s",
    "unrecognized arguments: %s": "不认识的参数：%s",
    "not allowed with argument %s": "不能与 %s 同时使用",
    "one of the arguments %s is required": "应给出以下参数之一：%s",
    "ambiguous option: %(option)s could match %(matches)s": "%(option)s 有歧义，可能是 %(matches)s",
    "ignored explicit argument %r": "不需要后面的 %r",
    "expected one argument": "后面应跟一个值",
    "expected at most one argument": "后面至多跟一个值",
    "expected at least one argument": "后面至少跟一个值",
    "invalid choice: %(value)r (choose from %(choices)s)": "没有 %(value)s，可用：%(choices)s",
    "invalid %(type)s value: %(value)r": "值 %(value)s 的写法不对",
    "unknown parser %(parser_name)r (choices: %(choices)s)": (
        "没有命令 %(parser_name)s，可用：%(choices)s"
    ),
}


def speak_chinese() -> None:
    """Let argparse use ``WORDS``; what it says otherwise stays as it is."""
    setattr(argparse, "_", lambda text: WORDS.get(text, text))  # noqa: B010 - not in its stubs
    plural = "expected %s arguments"
    setattr(  # noqa: B010 - not in its stubs
        argparse, "ngettext", lambda one, many, n: f"后面应跟 {n} 个值" if many == plural else one
    )

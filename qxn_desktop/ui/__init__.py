"""The window. The only package that knows Qt; it holds no rule and no SQL.

Start at ``app`` (the program), ``main_window`` (the frame) and ``shell`` (what a page is handed).
A page is one file in ``pages`` and one line in ``navigation``.

PySide6 puts a function of its own before every import of the process: for its switch ``from
__feature__ import …`` it reads the source of each module that follows and keeps it in memory, a
tenth of the time to the first paint. Nothing here asks for the switch; Python's own import is put
back first of all.
"""

import builtins

import PySide6.QtCore  # noqa: F401 - installs what the next line takes away

builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)

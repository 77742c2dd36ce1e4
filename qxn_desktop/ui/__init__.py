"""The window. The only package that knows Qt; it holds no rule and no SQL.

Start at ``app`` (the program), ``main_window`` (the frame) and ``shell`` (what a page is handed).
A page is one file in ``pages`` and one line in ``navigation``.
"""

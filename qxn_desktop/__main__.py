"""``python -m qxn_desktop``: the window; with arguments, the command line."""

import sys

from qxn_desktop.cli.main import entry

if __name__ == "__main__":
    if len(sys.argv) > 1:
        entry()
    from qxn_desktop.ui.app import run  # the command line needs no Qt

    sys.exit(run(sys.argv))

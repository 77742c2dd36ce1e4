"""``python -m qxn_desktop``: the window; with arguments, the command line.

Each reads only what it needs itself: together they take twice as long to start.
"""

import sys

from qxn_desktop.common import collector

if __name__ == "__main__":
    if len(sys.argv) > 1:
        from qxn_desktop.cli.main import entry

        entry()
    collector.pause()  # until the window has read all it needs
    from qxn_desktop.ui.app import run

    sys.exit(run(sys.argv))

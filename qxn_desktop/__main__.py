"""``python -m qxn_desktop``: the command line; the window comes when no command is given."""

from qxn_desktop.cli.main import entry

if __name__ == "__main__":
    entry()

"""qxn_desktop: offline village-work registers for township offices."""

__version__ = "0.1.0"

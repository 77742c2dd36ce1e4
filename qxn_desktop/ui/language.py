"""Qt's own words in Chinese: menus of fields, file and print dialogs, the calendar."""

from __future__ import annotations

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

CATALOGUE = "qtbase_zh_CN"


def speak_chinese(app: QApplication) -> bool:
    """Have Qt speak Chinese in ``app``; whether its catalogue was found. Once is enough."""
    QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    known = app.findChild(QTranslator, CATALOGUE)
    if known is not None:
        return True
    made = QTranslator(app)
    made.setObjectName(CATALOGUE)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    return made.load(CATALOGUE, folder) and app.installTranslator(made)

"""What brings photos to rows of 台账: chosen, pasted, dropped on the shown row or a listed one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QPoint
from PySide6.QtWidgets import QTableView, QWidget

from qxn_desktop.services import object_photos, photo_intake, records
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.photo_intake import Intake
from qxn_desktop.services.record_list import is_kept_by_hand
from qxn_desktop.services.search import Hit, hit_of
from qxn_desktop.ui.dialogs.photos_dialog import PhotosDialog
from qxn_desktop.ui.job import Job
from qxn_desktop.ui.models.column import LINE
from qxn_desktop.ui.models.placing_model import line_of
from qxn_desktop.ui.pages.records.record_pane import RecordPane
from qxn_desktop.ui.shell import Shell
from qxn_desktop.ui.widgets.photo_viewer import PhotoViewer
from qxn_desktop.ui.widgets.picture_intake import (
    PictureDrop,
    choose_folder,
    choose_pictures,
    copied_files,
    copied_picture,
)

EDITING = "先保存正在填的这一条，再放照片。"
ELSEWHERE = "这类记录不放照片；检查、问题的照片在检查页、问题页放。"


class PhotoAdding(QObject):
    """Listens to the pane of a row and to the table beside it. ``page``: the ground of both."""

    def __init__(self, shell: Shell, page: QWidget, pane: RecordPane, table: QTableView) -> None:
        super().__init__(page)
        self._shell, self._page, self._pane, self._table = shell, page, pane, table
        self.viewer = PhotoViewer(shell, page)
        tab = pane.photos
        tab.enlarge.connect(self.viewer.look_at)
        tab.add_wanted.connect(self.add)
        tab.folder_wanted.connect(self.add_folder)
        tab.many_wanted.connect(self.place_many)
        tab.paste_wanted.connect(self.paste)
        PictureDrop(pane).dropped.connect(lambda files, _at: self.bring(files))
        PictureDrop(table.viewport()).dropped.connect(self.bring_to_row)

    def add(self) -> None:
        """Choose photos for the row that is shown."""
        if self._object:
            self.bring(choose_pictures(self._page, "选照片"))

    def add_folder(self) -> None:
        """Choose a folder of photos for the row that is shown."""
        if self._object:
            self.bring(choose_folder(self._page, "选一个照片文件夹"))

    def paste(self) -> None:
        """What was copied, files or a picture, for the row that is shown."""
        files = copied_files()
        self.bring(files, b"" if files else copied_picture())

    def place_many(self) -> None:
        """The dialog for many photos of many objects."""
        self._open(None, None)

    def bring(self, paths: Sequence[Path], copied: bytes = b"") -> None:
        """Photos for the row that is shown."""
        if self._pane.is_editing:
            self._shell.say(EDITING)
        elif self._object:
            self._bring(self._object, paths, copied)

    def bring_to_row(self, paths: Sequence[Path], at: QPoint) -> None:
        """Photos for the row of the table at a point; beside all rows each finds its own."""
        line = self._table.indexAt(at).data(LINE)
        self._bring(str(line.id) if line is not None else "", paths)

    @property
    def _object(self) -> str:
        view = self._pane.view
        return view.id if view is not None and view.kept_by_hand else ""

    def _bring(self, object_id: str, paths: Sequence[Path], copied: bytes = b"") -> None:
        if not paths and not copied:
            return

        def work(ctx: AppContext, job: Job) -> tuple[Hit | None, Intake | None]:
            row = records.live(ctx, object_id) if object_id else None
            if row is not None and not is_kept_by_hand(ctx.ws.schema.registers[row.register]):
                return None, None
            hit = hit_of(ctx, row) if row is not None else None
            return hit, photo_intake.bring_in(ctx, paths, copied, job)

        self._shell.do(self, "正在读取照片", work, self._brought, quiet=True)

    def _brought(self, found: tuple[Hit | None, Intake | None]) -> None:
        """What is whole is placed at once; a day or an object that is lacking is asked for."""
        hit, intake = found
        if intake is None:
            self._shell.say(ELSEWHERE)
        elif hit is None or intake.refused or not all(one.taken_on for one in intake.brought):
            self._open(hit, intake)
        else:
            self._place(hit, intake)

    def _open(self, hit: Hit | None, intake: Intake | None) -> None:
        dialog = PhotosDialog(self._shell, self._page, hit, intake)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _place(self, hit: Hit, intake: Intake) -> None:
        wanted = [line_of(one, hit).placing for one in intake.brought]
        said = f"已给 {hit.title} 放{len(wanted)}张照片，日期是照片自带的。"

        def work(ctx: AppContext, job: Job) -> object:
            return object_photos.place(ctx, wanted, job)

        done = lambda _changes: self._shell.say(said, undo=True)  # noqa: E731
        self._shell.do(self, "正在保存照片", work, done)

"""放照片: many at once; a day and an object for all that are marked, one write."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QLineEdit,
    QPlainTextEdit,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from qxn_desktop.common.progress import Cancelled
from qxn_desktop.services import object_photos, photo_intake
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.photo_intake import Intake
from qxn_desktop.services.photo_view import smaller
from qxn_desktop.services.search import Hit
from qxn_desktop.ui.job import Job
from qxn_desktop.ui.models.placing_model import Line, PlacingModel, line_of
from qxn_desktop.ui.reading_order import InReadingOrder
from qxn_desktop.ui.shell import Shell
from qxn_desktop.ui.widgets.button import button
from qxn_desktop.ui.widgets.card import row
from qxn_desktop.ui.widgets.date_field import DateField
from qxn_desktop.ui.widgets.empty_state import EmptyState
from qxn_desktop.ui.widgets.job_strip import JobStrip
from qxn_desktop.ui.widgets.object_picker import ObjectPicker
from qxn_desktop.ui.widgets.picture_intake import (
    PictureDrop,
    choose_folder,
    choose_pictures,
    copied_files,
    copied_picture,
)
from qxn_desktop.ui.widgets.placing_table import PlacingTable
from qxn_desktop.ui.widgets.text import label

HINT = "也可以把照片、文件夹拖到这里，或 Ctrl+V 粘贴"
BEGIN = "先选照片或文件夹。带拍摄日期的自动填好；微信转发的没有日期，选中以后一起填。"
LONGEST_NOTE = 200
THUMBNAIL_SIDE = 216
AT_ONCE = 8
REFUSED_HEIGHT = 76
Paste = QKeySequence.StandardKey.Paste


class PhotosDialog(InReadingOrder, QDialog):
    """Begins with ``intake`` where there is one; ``hit``: the object that its photos are of."""

    def __init__(
        self, shell: Shell, page: QWidget, hit: Hit | None = None, intake: Intake | None = None
    ) -> None:
        super().__init__(page)
        self._shell, self._hit = shell, hit
        self._is_warned = False
        self._unread: list[Line] = []
        self._reading: set[str] = set()
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._read_pictures)
        self.setWindowTitle("放照片")
        self.resize(1000, 620)
        self.model = PlacingModel(self)
        self.table = PlacingTable(self.model)
        with shell.here() as ctx:
            self.day = DateField("标记的照片的拍摄日期", ctx.today)
        self.object = ObjectPicker(shell, "标记的照片的对象")
        self.note = QLineEdit(maxLength=LONGEST_NOTE)
        self.note.setAccessibleName("标记的照片的说明")
        self.note.setPlaceholderText("说明，如 改厕前")
        self.refused = QPlainTextEdit(readOnly=True)
        self.refused.setAccessibleName("没有收的文件")
        self.refused.setFixedHeight(REFUSED_HEIGHT)
        self.refused.setTabChangesFocus(True)
        self._lay_out()
        self._connect()
        self._tell()
        if intake is not None:
            self.show_intake(intake)

    # --- bringing

    def choose(self) -> None:
        """Choose files."""
        self._bring(choose_pictures(self, "选照片"))

    def choose_folder(self) -> None:
        """Choose a folder."""
        self._bring(choose_folder(self, "选一个照片文件夹"))

    def paste(self) -> None:
        """What was copied: files, or a picture."""
        files = copied_files()
        self._bring(files, b"" if files else copied_picture())

    def show_intake(self, intake: Intake) -> None:
        """Take these photos into the list; what is refused is told."""
        rows = self.model.add([line_of(one, self._hit) for one in intake.brought])
        many = len(intake.brought) - len(rows)
        refused = [*intake.refused, *([f"有 {many} 张已经在这里。"] if many else [])]
        self.refused.setPlainText("\n".join(refused))
        self._refused_head.setText(f"没有收的（{len(refused)}）：")
        for one in (self._refused_head, self.refused):
            one.setVisible(bool(refused))
        lacking = [at for at in rows if not self.model.line(at).is_whole]
        self.table.mark(lacking or rows)
        self._tell()
        first = self.model.line(lacking[0]) if lacking else None
        if first is None:
            self.save_button.setFocus()
        else:
            (self.object if first.day else self.day).setFocus()

    def _bring(self, paths: Sequence[Path], copied: bytes = b"") -> None:
        if not paths and not copied:
            return

        def work(ctx: AppContext, job: Job) -> Intake:
            return photo_intake.bring_in(ctx, paths, copied, job)

        self._shell.do(self, "正在读取照片", work, self.show_intake, self._failed, quiet=True)

    # --- filling

    def fill(self) -> None:
        """Give the marked photos what stands below the list."""
        rows = self.table.marked_rows()
        typed = self.day.value
        if typed and self.day.day is None:
            self._say(f"“{typed}”不是日期，请写成 12-1 或 2026-12-01。")
            self.day.setFocus()
            return
        self.model.fill(rows, typed, self.object.hit, self.note.text().strip())
        self.day.clear()
        self.object.show_hit(None)
        self.note.clear()
        self._tell()
        lacking = self.model.lacking_day() or self.model.lacking_object()
        if lacking:
            self.table.mark(lacking)
            (self.day if self.model.lacking_day() else self.object).setFocus()
        else:
            self.save_button.setFocus()

    def take_out(self) -> None:
        """Let the marked photos go."""
        rows = self.table.marked_rows()
        self.model.take_out(rows)
        if rows and self.model.lines:
            self.table.go_to(min(rows[0], len(self.model.lines) - 1))
        self._tell()

    def save(self) -> None:
        """Keep all photos with their objects, or go to what is lacking."""
        if self._is_typed:
            self.fill()
        lacking = self.model.lacking_day() or self.model.lacking_object()
        if lacking or not self.model.lines:
            self.table.mark(lacking)
            (self.day if self.model.lacking_day() else self.object).setFocus()
            return
        wanted = [one.placing for one in self.model.lines]
        objects = len({one.object_id for one in wanted})
        said = f"已放{len(wanted)}张照片，{objects}个对象。"

        def done(_changes: object) -> None:
            self.accept()
            self._shell.say(said, undo=True)

        def work(ctx: AppContext, job: Job) -> object:
            return object_photos.place(ctx, wanted, job)

        self._shell.do(self, "正在保存照片", work, done, self._failed)

    def reject(self) -> None:
        """Close; photos that were not placed are asked about once."""
        if self.model.lines and not self._is_warned:
            self._is_warned = True
            self._say(f"{len(self.model.lines)} 张还没有放进台账；再按一次就不放了。")
            return
        super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        """The program itself closes it without asking, as when it locks."""
        self._is_warned = self._is_warned or not event.spontaneous()
        super().closeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(Paste):
            self.paste()
        else:
            super().keyPressEvent(event)

    # --- looks

    @property
    def _is_typed(self) -> bool:
        return bool(self.day.value or self.object.hit or self.note.text().strip())

    def _failed(self, error: BaseException) -> None:
        if not isinstance(error, Cancelled):
            self._say(getattr(error, "message", "") or "没有办成，请再试一次。")

    def _say(self, text: str) -> None:
        self.says.setText(text)

    def _tell(self) -> None:
        """How many there are, what is lacking, how many are marked."""
        self._is_warned = False
        count, marked = len(self.model.lines), len(self.table.marked_rows())
        days, objects = len(self.model.lacking_day()), len(self.model.lacking_object())
        lacking = [f"{n} 张没有{what}" for n, what in ((days, "日期"), (objects, "对象")) if n]
        told = "；还有 " + "，".join(lacking) + "。" if lacking else "，日期和对象都有了。"
        self._say(f"共 {count} 张{told}" if count else "")
        self.list.setCurrentIndex(1 if count else 0)
        self.filling.setText(f"填给标记的 {marked} 张" if marked else "填给标记的")
        self.filling.setAccessibleName(self.filling.text())
        for one in (self.filling, self.day, self.object, self.note, self.away):
            one.setEnabled(marked > 0)
            one.setVisible(count > 0)
        self.save_button.setEnabled(count > 0)
        self.no_day.setVisible(days > 0)
        self.no_object.setVisible(objects > 0)

    def _want(self, line: Line) -> None:
        sha256 = line.brought.photo.sha256
        if sha256 not in self._reading:
            self._reading.add(sha256)
            self._unread.append(line)
            self._soon.start()

    def _read_pictures(self) -> None:
        some, self._unread = self._unread[-AT_ONCE:], self._unread[:-AT_ONCE]
        photos = [one.brought.photo for one in some]
        read = lambda _ctx: {one.sha256: smaller(one.data, THUMBNAIL_SIDE) for one in photos}  # noqa: E731
        if photos:
            self._shell.read(self, read, self._show_pictures)

    def _show_pictures(self, pictures: dict[str, bytes]) -> None:
        self._reading -= set(pictures)
        self.table.show_pictures(pictures)
        self._read_pictures()

    def _lay_out(self) -> None:
        self.list = QStackedWidget()
        self.list.addWidget(EmptyState("images", "还没有照片", BEGIN))
        self.list.addWidget(self.table)
        self.says = label(wrap=True)
        self.no_day = button("标记没有日期的", lambda: self._mark(days=True), "link")
        self.no_object = button("标记没有对象的", lambda: self._mark(days=False), "link")
        self.away = button("拿掉标记的", self.take_out, "quiet")
        self.away.setToolTip("Delete")
        self.filling = button("填给标记的", self.fill)
        self.filling.setToolTip("标记的里面有缺的，只填缺的；都有的才改")
        self.save_button = button("放进台账", self.save, "primary", "save")
        self._refused_head = label("", "strong")
        choose = button("选照片", self.choose, icon="image_add")
        folder = button("选文件夹", self.choose_folder, icon="folder")
        head = row(choose, folder, label(HINT, "faint"))
        head.addStretch(1)
        middle = row(self.no_day, self.no_object)
        middle.addStretch(1)
        middle.addWidget(self.away)
        filling = row(self.day)
        filling.addWidget(self.object, 3)
        filling.addWidget(self.note, 2)
        filling.addWidget(self.filling)
        foot = row()
        foot.addWidget(self.says, 1)
        foot.addWidget(self.save_button)
        foot.addWidget(button("关闭", self.reject))
        body = QVBoxLayout(self)
        body.setContentsMargins(24, 20, 24, 16)
        body.setSpacing(8)
        body.addWidget(label(self._title, "section"))
        body.addLayout(head)
        body.addWidget(self.list, 1)
        body.addLayout(middle)
        body.addLayout(filling)
        body.addWidget(self._refused_head)
        body.addWidget(self.refused)
        body.addWidget(JobStrip(self._shell.runner))
        body.addLayout(foot)
        self._refused_head.hide()
        self.refused.hide()

    @property
    def _title(self) -> str:
        hit = self._hit
        return f"放照片：{hit.title}　{hit.subtitle}" if hit else "放照片，各归各的对象"

    def _mark(self, *, days: bool) -> None:
        self.table.mark(self.model.lacking_day() if days else self.model.lacking_object())
        (self.day if days else self.object).setFocus()

    def _connect(self) -> None:
        self.table.marked.connect(self._tell)
        self.table.wanted.connect(self._want)
        self.table.out.connect(self.take_out)
        self.table.opened.connect(lambda _line: self.day.setFocus())
        self.day.returnPressed.connect(self.fill)
        self.note.returnPressed.connect(self.fill)
        PictureDrop(self).dropped.connect(lambda files, _at: self._bring(files))

"""Backups: one encrypted file of everything but the keys, made by itself and tried out."""

from caseapp.audit import day_of_entry
from caseapp.backup.commands import backup
from caseapp.backup.permissions import GRANTS, BackupPermission
from caseapp.backup.schedule import JOB
from caseapp.backup.topics import TOPICS
from caseapp.backup.views import HOME, blueprint
from caseapp.backup.wording import reason_in_words
from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.web.event import Detail, Event, Keeps
from caseapp.web.feature import Feature, MenuItem

feature = Feature(
    name="backup",
    topics=TOPICS,
    blueprint=blueprint,
    grants=GRANTS,
    menu=(MenuItem("backup.show", _l("Backups"), "download", BackupPermission.MANAGE),),
    home=(HOME,),
    events=(
        Event(
            "backup.made",
            _l("Made a backup"),
            keeps=Keeps("megabytes", "seconds", "sequence"),
            by_itself=True,
        ),
        Event(
            "backup.old_ones_kept",
            _l("Kept old backups because erasing is paused"),
            keeps=Keeps("held_back"),
            by_itself=True,
        ),
        Event("backup.failed", _l("Could not make a backup"), keeps=Keeps("reason"), by_itself=True),
        Event(
            "backup.tried_out", _l("Tried a backup out"), keeps=Keeps("problems", "sequence"), by_itself=True
        ),
        Event(
            "backup.restored",
            _l("Restored a backup"),
            keeps=Keeps("erased", "forced", "problems", "sequence", "where"),
            by_itself=True,
        ),
        Event(
            "backup.copy_removed",
            _l("Removed a copy from before an update or a restore"),
            keeps=Keeps("copy"),
        ),
    ),
    details={
        "sequence": Detail(_l("Holds the log up to the day"), day_of_entry),
        "megabytes": Detail(_l("Megabytes")),
        "held_back": Detail(_l("Old backups that were not removed")),
        "seconds": Detail(_l("Seconds")),
        "backup.failed/reason": Detail(_l("Reason"), reason_in_words),
        "problems": Detail(_l("Problems found")),
        "copy": Detail(_l("Folder")),
        "forced": Detail(_l("Although newer entries were lost")),
        "erased": Detail(_l("Scopes erased again")),
    },
    commands=(backup,),
    jobs=(JOB,),
)

__all__ = ["BackupPermission", "feature"]

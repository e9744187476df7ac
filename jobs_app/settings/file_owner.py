"""Who may change a settings file: it can name a program's database, and so what the program does."""

import os
import stat
import sys
from pathlib import Path


def ownership_problem(path: Path) -> str | None:
    """Why a file may be changed by somebody else than this user and root, and what to do; None if it may not.

    Write access of a group is fine if the group is the user's own, as where the umask is 002.
    """
    if sys.platform == "win32":
        return None
    status = path.stat()
    if status.st_uid not in (0, os.getuid()):
        return "it belongs to another user, who could change it: give it to yours with chown"
    if status.st_mode & stat.S_IWOTH or (status.st_mode & stat.S_IWGRP and not _is_own_group(status.st_gid)):
        return "other users may change it: run chmod go-w on it"
    return None


def _is_own_group(group: int) -> bool:
    import grp
    import pwd

    try:
        user = pwd.getpwuid(os.getuid())
        return group == user.pw_gid and grp.getgrgid(group).gr_name == user.pw_name
    except KeyError:
        return False

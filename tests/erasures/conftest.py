"""Restores in this process, as in the tests of backups."""

from tests.backup.conftest import cheap

__all__ = ["cheap"]

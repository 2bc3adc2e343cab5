"""Everything of one kind that somebody sees, block by block: for files, which hold more than records would fit."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, bindparam, select

from caseapp.access.reach import check_reach
from caseapp.access.visibility import visible_to
from caseapp.accounts.models import User
from caseapp.db import Prepared, Record, check_row_macs
from caseapp.db.many import BLOCK


def visible_rows(user: User, model: type[Record]) -> Iterator[list[Any]]:
    """Yield the rows of ``model`` that ``user`` sees in blocks, the one changed longest ago first.

    They hold all columns under their own names, the encrypted ones sealed; each was compared with its code, and who
    may reach it with the code of its scope, as when records are loaded.
    """
    question, behind = _behind(model, visible_to(user, model, few=True)), 0
    while rows := question.rows({"behind": behind}):
        check_row_macs(model, rows)
        check_reach({row.scope_id for row in rows})
        yield list(rows)
        behind = rows[-1].seq


@lru_cache(maxsize=64)
def _behind(model: type[Record], there: ColumnElement[bool]) -> Prepared:
    table = model.__table__
    query = select(*table.columns).where(there, table.c.seq > bindparam("behind"))
    return Prepared(query.order_by(table.c.seq).limit(BLOCK))

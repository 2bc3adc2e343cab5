"""Everything of one kind that somebody sees, block by block: for files, which hold more than records would fit."""

from collections import namedtuple
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from sqlalchemy import Select, select

from caseapp.access.reach import check_stored_reach
from caseapp.access.visibility import visible_to
from caseapp.accounts.models import User
from caseapp.db import Record, check_stored_rows, stored_blocks


def visible_rows(
    user: User, model: type[Record], beside: Callable[[Select[Any]], Select[Any]] = lambda question: question
) -> Iterator[Sequence[Any]]:
    """Yield the rows of ``model`` that ``user`` sees in blocks, the one changed longest ago first.

    They hold all columns under their own names, as the database keeps them, and behind them what ``beside`` adds to the
    question. Each was compared with its code, and who may reach it with the code of its scope, as when records are
    loaded.
    """
    columns = list(model.__table__.columns)
    query = select(*columns).where(visible_to(user, model, few=True)).order_by(model.seq)
    question = beside(query)
    kind: Any = namedtuple
    found = kind("Found", question.selected_columns.keys(), rename=True)
    for rows in stored_blocks(question):
        check_stored_rows(model, rows)
        block = [found._make(row) for row in rows]
        check_stored_reach({row.scope_id for row in block})
        yield block

"""What the floor reads, unwraps and opens: raw SQL, and the vault's own functions for each key and each value."""

import html
import json
import sqlite3
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

from caseapp.vault import Binding, DataKey, Keyring, open_field, unwrap_data_key

_CASES = """
    SELECT c.id, c.reference, c.status, c.created_on, c.changed_on, p.id, p.scope_id, p.list_pack, k.generation, k.wrap
    FROM "case" AS c JOIN person AS p ON p.id = c.client_id JOIN scope_key AS k ON k.scope_id = p.scope_id
    WHERE c.removed_on IS NULL {ordered} LIMIT 50
"""
_NEWEST, _AHEAD = "ORDER BY c.seq DESC", "AND c.seq > ? ORDER BY c.seq"
_ORGANISATION = """
    SELECT k.scope_id, k.generation, k.wrap
    FROM installation AS i JOIN scope_key AS k ON k.scope_id = i.organisation_scope_id
"""
_WRAPS = """
    SELECT k.scope_id, s.kind, k.generation, k.wrap FROM scope_key AS k JOIN scope AS s ON s.id = k.scope_id
    WHERE k.scope_id IN (SELECT value FROM json_each(?))
"""
_PERSONS = {
    "case": """
        SELECT r.status, r.created_on, p.id, p.scope_id, p.sex, p.born, k.generation, k.wrap, r.language, r.changed_on
        FROM "case" AS r JOIN person AS p ON p.id = r.client_id JOIN scope_key AS k ON k.scope_id = p.scope_id
        WHERE r.removed_on IS NULL
    """,
    "search": """
        SELECT r.status, r.created_on, p.id, p.scope_id, p.sex, p.born, k.generation, k.wrap
        FROM search AS r JOIN person AS p ON p.id = r.sought_id JOIN scope_key AS k ON k.scope_id = p.scope_id
        WHERE r.removed_on IS NULL
    """,
}
"""The records whose numbers are told apart by sex and age, too."""
_BY_STATUS = (
    "SELECT status, created_on, count(*) FROM {table} WHERE removed_on IS NULL GROUP BY status, created_on"
)
_COUNTED = ("letter", "statement")
_BLOCK = 1_000
"""Lines of an export that leave together."""


class FloorRows:
    """One answer's rows."""

    def __init__(self, connection: sqlite3.Connection, ring: Keyring) -> None:
        self._connection, self._ring = connection, ring

    def listed(self, ahead_of: int | None) -> Iterator[str]:
        """Yield the newest fifty cases, or those ahead of a change number, with the names of their clients."""
        found, generation, wrap = self._connection.execute(_ORGANISATION).fetchone()
        scope_id = UUID(found)
        own = unwrap_data_key(self._ring, "organisation", scope_id, generation, wrap)
        query = _CASES.format(ordered=_NEWEST if ahead_of is None else _AHEAD)
        for row in self._connection.execute(query, () if ahead_of is None else (ahead_of,)):
            case_id, person_id, person_scope = UUID(row[0]), UUID(row[5]), UUID(row[6])
            reference = self._opened(own, "case.reference", case_id, scope_id, row[1]).decode()
            key = unwrap_data_key(self._ring, "person", person_scope, row[8], row[9])
            pack = json.loads(self._opened(key, "person.list_pack", person_id, person_scope, row[7]))
            yield (
                f'<tr><td><a href="/cases/{case_id}">{reference}</a><td>{html.escape(pack["name"])}'
                f"<td>{html.escape(pack['other'])}<td>{row[2]}<td>{row[3]}<td>{row[4]}"
            )

    def opened(self, plan: Path) -> Iterator[str]:
        """Yield what stands in the cells that a page of the application opens; see ``opened``."""
        cells = json.loads(plan.read_text())
        keys: dict[str, dict[int, DataKey]] = {}
        for scope_id, kind, generation, wrap in self._connection.execute(
            _WRAPS, (json.dumps(cells["scopes"]),)
        ):
            key = unwrap_data_key(self._ring, kind, UUID(scope_id), generation, wrap)
            keys.setdefault(scope_id, {})[generation] = key
        for table, asked in cells["tables"].items():
            columns, rows = asked["columns"], asked["rows"]
            names = "".join(f', "{column}"' for column, _label in columns)
            query = f'SELECT id{names} FROM "{table}" WHERE id IN (SELECT value FROM json_each(?))'
            for row in self._connection.execute(query, (json.dumps(list(rows)),)):
                scope_ids, row_id = rows[row[0]], UUID(row[0])
                for (_column, label), scope_id, sealed in zip(columns, scope_ids, row[1:], strict=True):
                    if scope_id is not None:
                        key_of = keys[scope_id].__getitem__
                        yield html.escape(
                            self._opened(key_of, label, row_id, UUID(scope_id), sealed).decode(
                                errors="replace"
                            )
                        )

    def report(self) -> str:
        """Return the counts of all records by quarter and status, sex and age."""
        counts: Counter[tuple[str, ...]] = Counter()
        for table in _COUNTED:
            for status, day, number in self._connection.execute(_BY_STATUS.format(table=table)):
                counts[table, _quarter(day), "status", status] += number
        for table, query in _PERSONS.items():
            for row in self._connection.execute(query):
                sex, born = self._traits(row)
                quarter = _quarter(row[1])
                counts[table, quarter, "status", row[0]] += 1
                counts[table, quarter, "sex", sex] += 1
                counts[table, quarter, "age", _age_band(born, row[1])] += 1
        return "".join(f"{','.join(cell)},{number}\r\n" for cell, number in counts.items())

    def export(self) -> Iterator[str]:
        """Yield the cases as lines of a CSV file, without names."""
        lines: list[str] = []
        for row in self._connection.execute(_PERSONS["case"]):
            sex, born = self._traits(row)
            age = _age_band(born, row[1])
            lines.append(f'"{row[0]}","{row[8]}","{sex}","{age}","{row[1][:7]}","{row[9][:7]}"\r\n')
            if len(lines) == _BLOCK:
                yield "".join(lines)
                lines.clear()
        yield "".join(lines)

    def _traits(self, row: tuple[Any, ...]) -> tuple[str, str]:
        person_id, scope_id = UUID(row[2]), UUID(row[3])
        key = unwrap_data_key(self._ring, "person", scope_id, row[6], row[7])
        sex = self._opened(key, "person.sex", person_id, scope_id, row[4])
        return sex.decode(), self._opened(key, "person.born", person_id, scope_id, row[5]).decode()

    def _opened(self, key: Any, label: str, row_id: UUID, scope_id: UUID, sealed: bytes) -> bytes:
        return open_field(key, Binding(self._ring.instance_id, label, row_id, scope_id), sealed)[1:]


def _quarter(day: str) -> str:
    return f"{day[:4]}-Q{(int(day[5:7]) + 2) // 3}"


def _age_band(born: str, on: str) -> str:
    digits = "".join(sign for sign in born if sign.isdigit())
    return str((int(on[:4]) - int(digits[:4])) // 10) if len(digits) >= 4 else ""

"""Conditions that are large and always the same: who may see a row stands in nearly every question.

Before each question SQLAlchemy goes through all of its parts to see whether it has the text already, and that takes
longer over such a condition than all the rest. A settled condition is gone through once, when it is made.
"""

from collections.abc import Callable
from functools import cached_property
from typing import Any

from sqlalchemy import Boolean, ColumnElement, not_
from sqlalchemy.ext.compiler import compiles


class Settled(ColumnElement[bool]):
    """Stands in a question for a condition; its values may be others in each one of the same shape."""

    __visit_name__ = "settled"
    type = Boolean()

    def __init__(self, condition: ColumnElement[bool]) -> None:
        """Go through the condition once."""
        self.condition = condition
        found = condition._generate_cache_key()
        assert found is not None, "a settled condition consists of parts that SQLAlchemy tells apart"
        # Two of the same shape, for two users, have one text; a small token says so instead of all of it.
        self._shape = _SHAPES.setdefault(found.key, len(_SHAPES))
        self._values = found.bindparams

    def _gen_cache_key(self, _anonymous: Any, values: list[Any]) -> tuple[Any, ...]:
        values.extend(self._values)
        return (Settled, self._shape)

    @cached_property
    def _opposite(self) -> "Settled":
        return Settled(not_(self.condition))

    def _negate(self) -> ColumnElement[Any]:
        return self._opposite

    @property
    def _from_objects(self) -> Any:
        return self.condition._from_objects

    def self_group(self, against: Any = None) -> ColumnElement[Any]:  # noqa: ARG002 - SQLAlchemy's signature
        """Return what stands beside an operator: itself, in brackets as it is."""
        return self


_SHAPES: dict[Any, int] = {}


@compiles(Settled)
def _as_text(settled: Settled, compiler: Any, **options: Any) -> str:
    process: Callable[..., str] = compiler.process
    return f"({process(settled.condition, **options)})"

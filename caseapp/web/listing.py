"""Lists as data: what may be filtered and sorted, and the state of a list as the address bar holds it.

An address carries codes of the program and ids alone, nothing that tells of a person: browsers keep it. A code that
the list does not know counts as not there.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Generic, TypeVar

from flask import request, url_for
from sqlalchemy import ColumnElement

SORT, AFTER, BEFORE = "sort", "after", "before"
_TURNED = "-"
T = TypeVar("T")
Label = Any
"""A word of the pages, in the language of whoever reads it."""


@dataclass(frozen=True)
class Filter:
    """A filter with its allowed values, code to label. Without ``all_label`` each value is switched on and off."""

    name: str
    choices: Mapping[str, Label]
    all_label: Label | None = None
    label: Label | None = None
    """What it filters by: said, in a row of its own, where a list has several that look alike."""


@dataclass(frozen=True)
class Order:
    """An order of a list, under the code of the column that it follows; one without a column has a ``label``.

    ``descending`` is its first direction.
    """

    code: str
    descending: bool = False
    label: Label | None = None


@dataclass(frozen=True)
class Listing:
    """A list: its page, its columns (code to label, in order), filters and orders, the first of which is the usual one.

    ``fixed`` are arguments that every address of the list carries.
    """

    name: str
    label: Label
    model: Any
    """The model of its rows."""
    narrow: Callable[[Any, "ListState"], list[ColumnElement[bool]]]
    """``narrow(user, state)``: the conditions that its filters stand for; what may be done with all records of a list
    asks them, and what its reader may see."""
    endpoint: str
    permission: str
    columns: Mapping[str, Label]
    filters: tuple[Filter, ...]
    orders: tuple[Order, ...]
    fixed: Mapping[str, str] = field(default_factory=dict)
    size: int = 50
    """Rows on one page."""
    counted: Callable[[int, str], str] | None = None
    """``counted(number, in_digits)``: so many rows in the reader's language, "128 cases"."""

    def read(self, arguments: Mapping[str, str]) -> "ListState":
        """Return the state that these arguments of an address describe."""
        chosen = {
            each.name: arguments[each.name]
            for each in self.filters
            if arguments.get(each.name) in each.choices
        }
        sort = arguments.get(SORT, "")
        code = sort.removeprefix(_TURNED)
        order = next((order for order in self.orders if order.code == code), None)
        return ListState(
            self,
            chosen,
            order or self.orders[0],
            order is not None and sort.startswith(_TURNED),
            arguments.get(AFTER, ""),
            arguments.get(BEFORE, ""),
        )


@dataclass(frozen=True)
class ListState:
    """How somebody looks at a list: filters, order, and the mark that its page begins behind or ends before."""

    listing: Listing
    chosen: Mapping[str, str]
    order: Order
    turned: bool
    after: str = ""
    before: str = ""

    def __getitem__(self, filter_name: str) -> str:
        """Return the value chosen for a filter, empty for none."""
        return self.chosen.get(filter_name, "")

    @property
    def key(self) -> tuple[Any, ...]:
        """Return what tells this state from others, but for where its page begins."""
        fixed, chosen = tuple(self.listing.fixed.items()), tuple(sorted(self.chosen.items()))
        return self.listing.name, fixed, chosen, self.order.code, self.turned

    @property
    def columns(self) -> dict[str, str]:
        """Return the words of the columns by code, in order: looked up once, not for each cell of a page."""
        return {code: str(label) for code, label in self.listing.columns.items()}

    @property
    def descending(self) -> bool:
        """Tell whether the greatest stands first."""
        return self.order.descending != self.turned

    @property
    def arguments(self) -> dict[str, str]:
        """Return filters and order as an address carries them; the usual order goes without saying."""
        sort = (_TURNED if self.turned else "") + self.order.code
        usual = self.order is self.listing.orders[0] and not self.turned
        return {**self.chosen, **({} if usual else {SORT: sort})}

    @property
    def url(self) -> str:
        """Return the address of the first page in this state."""
        return self._address(self.arguments)

    def from_the_start(self) -> "ListState":
        """Return the same list at its first page."""
        return ListState(self.listing, self.chosen, self.order, self.turned)

    @property
    def is_filtered(self) -> bool:
        """Tell whether any filter is on, so that an empty list may only be empty here."""
        return bool(self.chosen)

    @property
    def clear_url(self) -> str | None:
        """Return the address without filters, None when there are none."""
        kept = {SORT: self.arguments[SORT]} if SORT in self.arguments else {}
        return self._address(kept) if self.chosen else None

    def chips(self) -> Iterator[dict[str, Any]]:
        """Yield the filters as chips: label, url, active."""
        yield from self._chips_of(self.listing.filters)

    def chip_rows(self) -> Iterator[tuple[Label, list[dict[str, Any]]]]:
        """Yield the chips in rows, each with what it filters by: named filters apart, the others in the last row."""
        for each in self.listing.filters:
            if each.label is not None:
                yield each.label, list(self._chips_of((each,)))
        rest = [each for each in self.listing.filters if each.label is None]
        if rest:
            yield "", list(self._chips_of(rest))

    def _chips_of(self, filters: Iterable[Filter]) -> Iterator[dict[str, Any]]:
        for each in filters:
            present = self[each.name]
            if each.all_label is not None:
                yield _chip(each.all_label, self._with(each.name, ""), active=not present)
            for code, label in each.choices.items():
                active = code == present
                off = active and each.all_label is None
                yield _chip(label, self._with(each.name, "" if off else code), active=active)

    def sort_urls(self) -> dict[str, str]:
        """Return the address of each order by the code of its column; the present one is turned round."""
        return {order.code: self._sorted(order) for order in self.listing.orders}

    def orders(self) -> Iterator[dict[str, Any]]:
        """Yield the orders to choose from: label, url, active."""
        for order in self.listing.orders:
            yield _chip(self._label(order), self._sorted(order), active=order is self.order)

    def page_urls(self, page: "ListPage[Any]") -> dict[str, str | None]:
        """Return the addresses of the pages before and behind ``page``, None where there is none."""
        newer, older = page.newer, page.older
        return {
            "newer_url": self._address({**self.arguments, BEFORE: newer}) if newer else None,
            "older_url": self._address({**self.arguments, AFTER: older}) if older else None,
        }

    @property
    def order_label(self) -> Label:
        """Return by what the list is sorted."""
        return self._label(self.order)

    def _label(self, order: Order) -> Label:
        return order.label or self.listing.columns[order.code]

    def _sorted(self, order: Order) -> str:
        turned = order is self.order and not self.turned
        return ListState(self.listing, self.chosen, order, turned).url

    def _with(self, name: str, code: str) -> str:
        chosen = {**self.chosen, name: code} if code else {**self.chosen}
        if not code:
            chosen.pop(name, None)
        return ListState(self.listing, chosen, self.order, self.turned).url

    def _address(self, arguments: Mapping[str, str]) -> str:
        return url_for(self.listing.endpoint, **{**self.listing.fixed, **arguments})  # type: ignore[arg-type]  # arguments of the query


COUNTED = 1_000
"""So far the rows of a list are counted: whether each may be seen is asked one by one, and nobody waits for that."""


@dataclass(frozen=True)
class HowMany:
    """How many rows a list has of what its reader may see; one more than ``counted_to`` stands for more."""

    fitting: int
    """Those that fit its filters."""
    whole: int
    """Those that it has without filters."""
    counted_to: int
    """How far was counted."""


@dataclass(frozen=True)
class ListPage(Generic[T]):
    """A page of a list: its rows, and the marks of the pages around it (see ``ListState``), empty where there is none.

    ``first`` and ``total`` are known where the whole list was put in order: the number of the first row, and of all.
    ``how_many`` is known on the page of the list itself.
    """

    rows: list[T]
    newer: str = ""
    older: str = ""
    first: int = 0
    total: int = 0
    how_many: HowMany | None = None

    def of(self, rows: list[Any]) -> "ListPage[Any]":
        """Return the same page with other rows: the records that its ids name."""
        return replace(self, rows=rows)


ON_HOME = 5
"""Records that a tile of the home page names."""
WHOLE = "whole"


def shown_at_most(tile: str) -> int | None:
    """Return how many records a tile of the home page names; None when the address asks for it as a whole."""
    return None if request.args.get(WHOLE) == tile else ON_HOME


def asked_state(listing: Listing) -> ListState:
    """Return the state of a list that the present request asks for."""
    return listing.read(request.args)


def _chip(label: Label, url: str, *, active: bool) -> dict[str, Any]:
    return {"label": label, "url": url, "active": active}

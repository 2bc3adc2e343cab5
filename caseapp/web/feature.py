"""What a feature contributes to the house. The shell loops over these and needs no knowledge of any feature."""

import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

import click
from flask import Blueprint
from flask_babel.speaklater import LazyString
from markupsafe import Markup
from sqlalchemy import ColumnElement

from caseapp.i18n.terms import TermList
from caseapp.jobs.job import Job
from caseapp.web.answers import Answers
from caseapp.web.consequences import Consequences
from caseapp.web.duties import Duty
from caseapp.web.erasing import Erasing
from caseapp.web.event import Detail, Event
from caseapp.web.fates import Erased
from caseapp.web.kind import Kind
from caseapp.web.listing import Listing, ListState
from caseapp.web.masked import Masked
from caseapp.web.reported import CountChart, CountTable, ExportTable
from caseapp.web.roles import Role
from caseapp.web.rules import Rule
from caseapp.web.topic import Topic
from caseapp.workflow.definition import Workflow


@dataclass(frozen=True)
class MenuItem:
    """An entry of the side menu, shown to those who hold ``permission``."""

    endpoint: str
    label: LazyString
    icon: str
    permission: str
    badge: Callable[[Any], int] | None = None
    short: LazyString | None = None
    """What a phone calls it, whose bar has room for two short lines; none where the label fits."""
    pages: tuple[str, ...] = ()
    """Pages of other features that belong to it: where they show, it is marked."""


@dataclass(frozen=True)
class Create:
    """An entry of the "new" menu on the top bar."""

    endpoint: str
    label: LazyString
    icon: str
    permission: str
    key: str = ""
    """The letter that opens it together with Alt, wherever somebody is; none for what never hurries."""


@dataclass(frozen=True)
class Panel:
    """A part of a record's page: ``render(user, record)`` returns its HTML, made by ``part``; an empty one is left out.

    ``place`` is the record's kind, with ``/facts`` behind it for the right third of the page and ``/timeline`` for the
    head of the timeline; ``order`` is its rank.
    """

    place: str
    name: str
    order: int
    permission: str
    render: Callable[[Any, Any], Markup]


@dataclass(frozen=True)
class TimelineEntry:
    """A line of a record's timeline. ``happened_on`` sorts; ``written_on`` is shown when it differs.

    ``seq`` is the change number of the record behind it: it orders what happened and was written on one day.
    """

    happened_on: date
    written_on: date
    kind: str
    icon: str
    title: str
    text: str
    url: str | None
    by: uuid.UUID | None
    seq: int = 0


@dataclass(frozen=True)
class HomeTile:
    """A block of the home page for those who hold ``permission``."""

    name: str
    order: int
    permission: str
    render: Callable[[Any], Markup]


@dataclass(frozen=True)
class Found:
    """A record that a search found, as the result page shows it. ``exact`` means that it can be no other."""

    record_id: uuid.UUID
    title: str
    other: str
    note: str
    url: str
    exact: bool = False
    title_lang: str = ""
    other_lang: str = ""


@dataclass(frozen=True)
class Finder:
    """A group of search results: ``find(user, text)`` yields records that ``user`` may see, the likeliest first."""

    name: str
    order: int
    label: LazyString
    find: Callable[[Any, str], Iterable[Found]]


@dataclass(frozen=True)
class TextSource:
    """Free text of a model, for searching in it: encrypted ``columns`` by their names, which one row has together.

    ``of`` says on whose page one reads it, as a kind of record and the column that holds its id. Without a kind that
    stands in the column ``record_kind``; without ``of`` the rows have a page of their own, named as their kind says.
    """

    model: Any
    columns: tuple[str, ...]
    permission: str = ""
    """Who may read it; whoever sees the row, where there is none."""
    of: tuple[str, str] | None = None
    present: Callable[[], ColumnElement[bool]] | None = None
    """The condition on rows that hold what is valid now, where a model keeps every wording."""


@dataclass(frozen=True)
class Invention:
    """What a feature adds to each case of a demonstration.

    ``add(demo)`` gets a ``caseapp.demo.DemoContext``. It may be a generator: each number that it yields is the share of
    the case's time at which it goes on. ``order`` is its rank among what happens on one day: a record comes after
    what it rests on.
    """

    order: int
    add: Callable[[Any], Iterator[float] | None]


@dataclass(frozen=True)
class Feature:
    """One feature of the house. Every field but the name may be left empty."""

    name: str
    blueprint: Blueprint | None = None

    # Who may do what
    grants: Mapping[Role, frozenset[str]] = field(default_factory=dict)
    decides: Mapping[str, LazyString | None] = field(default_factory=dict)
    """Permissions by which somebody decides about the work of others, or does what cannot be taken back; in words where
    they may be lent to a deputy. What those decide must ask whom its actor stands for."""
    rules: tuple[Rule, ...] = ()
    """What the organisation decides for itself about this feature."""

    # What its pages show, and what it adds to those of others
    menu: tuple[MenuItem, ...] = ()
    create: tuple[Create, ...] = ()
    home: tuple[HomeTile, ...] = ()
    panels: tuple[Panel, ...] = ()
    timeline: Callable[[Any, Any], Iterable[TimelineEntry]] | None = None
    """``timeline(user, case)``: what this feature adds to a case's timeline."""
    banner: Callable[[Any], Markup] | None = None
    """``banner(user)``: what stands above every page on which it concerns what the page shows; mostly empty."""
    lists: tuple[Listing, ...] = ()
    """Its lists, for what can be done with any list."""
    list_tools: Callable[[Any, ListState], Markup] | None = None
    """``list_tools(user, state)``: what this feature puts above every list."""

    # What it keeps
    kinds: tuple[Kind, ...] = ()
    """The kinds of its records."""
    workflows: tuple[Workflow, ...] = ()
    terms: tuple[TermList, ...] = ()
    """Lists of words that the organisation may add to."""
    sentences: Mapping[str, LazyString] = field(default_factory=dict)
    """What this feature writes into records of others by itself, by code; each reader reads it in their language."""
    masked: tuple[Masked, ...] = ()
    """What of its records is hidden from whoever is not assigned to them, until they ask to see it."""
    texts: tuple[TextSource, ...] = ()
    """The free text of its records, for searching in it."""
    finders: tuple[Finder, ...] = ()
    """What the search box finds."""

    # What the log says of it
    events: tuple[Event, ...] = ()
    """The audit events that it records. An undeclared code is refused."""
    events_about: LazyString | None = None
    """What its events are about, as the head of their group; left out where a menu item says so."""
    details: Mapping[str, Detail] = field(default_factory=dict)
    """Key of what this feature's events keep to its words; where a key means different things, ``code/key``."""

    # What reports tell of it
    counts: tuple[CountTable, ...] = ()
    charts: tuple[CountChart, ...] = ()
    exports: tuple[ExportTable, ...] = ()
    """Records that may be exported row by row."""

    # How it works together with others
    consequences: Consequences = field(default_factory=Consequences)
    """What follows here from what is done in other features."""
    answers: Answers = field(default_factory=Answers)
    """What other features and the house ask of it."""
    erasing: Erasing = field(default_factory=Erasing)
    """What it has to say when somebody is erased, beside what happens to each of its kinds."""
    duties: tuple[Duty, ...] = ()
    """What stands under the name of a member of staff until it is done."""

    # Beside the pages
    topics: tuple[Topic, ...] = ()
    """What the guide and its pages tell about working with it."""
    commands: tuple[click.Command, ...] = ()
    jobs: tuple[Job, ...] = ()
    """Chores that the served application does by itself."""
    demo: Invention | None = None
    """This feature's part in a demonstration."""

    @cached_property
    def event_by_code(self) -> Mapping[str, Event]:
        """Its events by their codes."""
        return {event.code: event for event in self.events}

    @cached_property
    def fates(self) -> Mapping[str, Erased]:
        """What erasing a person or a case does to each of its tables. One without an answer fails the tests."""
        return {**{kind.model.__tablename__: kind.erased for kind in self.kinds}, **self.erasing.tables}

    @property
    def events_head(self) -> LazyString | str:
        """The head of the group in which its events stand."""
        return self.events_about or (self.menu[0].label if self.menu else self.name)

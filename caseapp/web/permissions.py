"""Who may call what: the table of every route, made from the marks of the views and the grants of the features."""

from collections.abc import Iterator

from flask import Flask
from werkzeug.routing import Rule

from caseapp.web.gate import GRANTS, OPEN_AT, PUBLIC, SIGNED_IN, mark_of
from caseapp.web.roles import Role

HEADING = """\
Who may call what, made by `caseapp permissions`. A test compares this table with the routes.
  yes      the page itself, or what it answers to a form
  reached  the same, for records that this person reaches; for any other the page says that nothing is there
  -        refused, and the refusal is recorded; for a stranger: sent to the sign-in page
"""


def permission_matrix(app: Flask) -> str:
    """Return the table as text: a line for each route and method, a column for each role."""
    lines = [
        f"{'method':<7}{'route':<72}{'needs':<32}{'stranger':<10}" + "".join(f"{role:<15}" for role in Role)
    ]
    for rule, method, mark in marked_routes(app):
        answers = [_for_stranger(mark), *(_for_role(app, rule, mark, role) for role in Role)]
        cells = f"{answers[0]:<10}" + "".join(f"{answer:<15}" for answer in answers[1:])
        lines.append(f"{method:<7}{rule.rule:<72}{mark:<32}{cells}")
    return HEADING + "\n" + "\n".join(line.rstrip() for line in lines) + "\n"


def marked_routes(app: Flask) -> Iterator[tuple[Rule, str, str]]:
    """Yield every route with each of its methods and the mark of its view, in the order of the addresses."""
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: (rule.rule, rule.endpoint)):
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            yield rule, method, mark_of(app.view_functions[rule.endpoint]) or ""


def holds(app: Flask, role: Role, mark: str) -> bool:
    """Tell whether ``role`` opens views with this mark."""
    return mark in {PUBLIC, SIGNED_IN, *OPEN_AT} or mark in app.extensions[GRANTS][role.value]


def names_a_record(rule: Rule) -> bool:
    """Tell whether a route's address names a record."""
    return any(type(rule._converters[name]).__name__ == "UUIDConverter" for name in rule.arguments)


def _for_stranger(mark: str) -> str:
    return "yes" if mark == PUBLIC else "-"


def _for_role(app: Flask, rule: Rule, mark: str, role: Role) -> str:
    if not holds(app, role, mark):
        return "-"
    return "reached" if names_a_record(rule) else "yes"

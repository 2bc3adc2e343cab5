"""The small mistakes that somebody could make in a module, one at a time, for asking whether a test notices.

Written here because the mutation tools at hand leave decorated functions and tables at module level alone: views,
context managers, guards of a workflow. A mistake is made in the syntax tree when the module is imported: no file
changes.
"""

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass

OPPOSITES: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
DECLARATIONS = {"mapped_column", "ForeignKey", "Index", "UniqueConstraint", "field", "Blueprint"}
"""What they say of columns is held against the migrations by a test of its own."""


@dataclass(frozen=True)
class Mutation:
    """One mistake: where, what it is, and how it is made."""

    line: int
    what: str
    make: Callable[[], None]


def mutations(tree: ast.Module) -> list[Mutation]:
    """Every mistake that can be made in a module, in the order of its lines."""
    found = [mutation for node in _nodes(tree) for mutation in _of(node)]
    return sorted(found, key=lambda mutation: (mutation.line, mutation.what))


def _nodes(node: ast.AST) -> Iterator[ast.AST]:
    """The nodes that decide something: no annotations, decorators, docstrings or declarations of columns."""
    if isinstance(node, ast.Call) and _name(node.func) in DECLARATIONS:
        return
    if isinstance(node, ast.Assign) and any(_name(target).startswith("__") for target in node.targets):
        return
    yield node
    for name, value in ast.iter_fields(node):
        if name in {"annotation", "returns", "decorator_list"}:
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST):
                yield from _nodes(child)


def _name(node: ast.AST) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def _of(node: ast.AST) -> Iterator[Mutation]:
    match node:
        case ast.Compare(ops=[op]):
            yield _change(node, f"{type(op).__name__} for its opposite", "ops", [OPPOSITES[type(op)]()])
        case ast.BoolOp(op=op):
            other = ast.Or() if isinstance(op, ast.And) else ast.And()
            yield _change(node, f"{type(other).__name__} for {type(op).__name__}", "op", other)
        case ast.BinOp(op=ast.Add() | ast.Sub() as op):
            other_sign = ast.Sub() if isinstance(op, ast.Add) else ast.Add()
            yield _change(node, f"{type(other_sign).__name__} for {type(op).__name__}", "op", other_sign)
        case ast.UnaryOp(op=ast.Not()):
            yield _change(node, "a not fewer", "operand", _negated(node.operand))
        case ast.Constant(value=bool() as value):
            yield _change(node, f"{not value} for {value}", "value", not value)
        case ast.Constant(value=int() as number):
            yield _change(node, f"{number + 1} for {number}", "value", number + 1)
        case ast.If(test=test) | ast.IfExp(test=test) if not isinstance(test, ast.Compare):
            yield _change(node, "the other branch", "test", _negated(test))
        case ast.Return(value=ast.expr() as value) if not _is_none(value):
            yield _change(node, "None returned", "value", ast.Constant(None))
        case ast.comprehension(ifs=[_, *_]):
            yield Mutation(node.target.lineno, "everything for what fits", lambda: node.ifs.clear())
        case ast.Tuple(elts=[_, *_], ctx=ast.Load()) | ast.Set(elts=[_, *_]):
            yield from (_without(node, node.elts, position) for position in range(len(node.elts)))
    yield from _left_out(node)


def _left_out(node: ast.AST) -> Iterator[Mutation]:
    """A statement fewer: a call made for what it does, a refusal, an attribute that is set."""
    for name in ("body", "orelse", "finalbody"):
        body = getattr(node, name, None)
        if not isinstance(body, list):
            continue
        for position, statement in enumerate(body):
            match statement:
                case (
                    ast.Expr(value=ast.Call() | ast.Yield() | ast.YieldFrom()) | ast.Raise() | ast.AugAssign()
                ):
                    yield _replaced(statement, body, position)
                case ast.Assign(targets=[ast.Attribute() | ast.Subscript()]):
                    yield _replaced(statement, body, position)


def _change(node: ast.expr | ast.stmt, what: str, attribute: str, value: object) -> Mutation:
    return Mutation(node.lineno, what, lambda: setattr(node, attribute, value))


def _negated(test: ast.expr) -> ast.expr:
    return ast.UnaryOp(ast.Not(), test)


def _is_none(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) and value.value is None


def _without(node: ast.expr, elements: list[ast.expr], position: int) -> Mutation:
    return Mutation(
        elements[position].lineno,
        f"element {position + 1} left out of line {node.lineno}",
        lambda: elements.pop(position) and None,
    )


def _replaced(statement: ast.stmt, body: list[ast.stmt], position: int) -> Mutation:
    def leave_out() -> None:
        body[position] = ast.Pass()

    return Mutation(statement.lineno, f"without {ast.unparse(statement).splitlines()[0][:60]}", leave_out)

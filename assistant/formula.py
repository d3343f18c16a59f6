"""Formulas over cited values: c1 / c2 * 100, worked out from what was read again."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Mapping
from decimal import Decimal

_OPERATORS: dict[type[ast.operator], Callable[[Decimal, Decimal], Decimal]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}


def evaluate(formula: str, values: Mapping[str, Decimal]) -> Decimal:
    """A sum, difference, product or quotient of cited values and small constants."""
    return _evaluate(ast.parse(formula, mode="eval").body, values)


def _evaluate(node: ast.expr, values: Mapping[str, Decimal]) -> Decimal:
    match node:
        case ast.BinOp(left, op, right):
            return _OPERATORS[type(op)](_evaluate(left, values), _evaluate(right, values))
        case ast.Name(name):
            return values[name]
        case ast.Constant(value) if isinstance(value, int):
            return Decimal(value)
        case ast.Call(ast.Name("abs"), [inner]):
            return abs(_evaluate(inner, values))
    raise ValueError(f"not a formula: {ast.dump(node)}")

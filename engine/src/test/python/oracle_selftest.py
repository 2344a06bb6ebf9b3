#!/usr/bin/env python3
"""Checks oracle.py against slow definitions in plain Python: floats, integers of any size, fractions and struct.

    oracle_selftest.py [SEED]

Every kind, type, op and reduction at lengths around the borders of lane and block, over ordinary values, over values
at the edges of each type, and over zeros of both signs. float (32 bit) arithmetic is defined here by exact fractions
rounded once, the tree by recursion over (first block, level).
"""

from __future__ import annotations

import json
import math
import operator
import random
import struct
import subprocess
import sys
import tempfile
from fractions import Fraction
from pathlib import Path

import oracle

LENGTHS = (0, 1, 31, 32, 33, 4095, 4096, 4097, 8193)
TREES = ((3 * 4096, 1), (5 * 4096 + 1, 4), (7 * 4096 - 1, 2), (11 * 4096 + 33, 4))  # length, blocks folded at a time
TREE_KINDS = ("reduce", "dot", "summary")
KINDS = TREE_KINDS + ("mapReduce", "map", "zip", "convert")
FORMATS = {"double": "d", "float": "f", "long": "q", "int": "i", "short": "h", "byte": "b"}
WIDTHS = {"long": 64, "int": 32, "short": 16, "byte": 8}
PRECISIONS = {"double": (53, -1074), "float": (24, -149)}  # bits of significand, exponent of the smallest subnormal
NAN = float("nan")
INF = float("inf")


# --- exact rounding -------------------------------------------------------------------------------------------------


def rounded(x: Fraction, of_type: str) -> float:
    """The nearest double or float of an exact number other than zero, ties to even, overflow to infinity."""
    precision, smallest = PRECISIONS[of_type]
    p, q = abs(x.numerator), x.denominator
    exponent = p.bit_length() - q.bit_length()  # 2^(exponent - 1) < |x| < 2^(exponent + 1)
    if p << max(-exponent, 0) < q << max(exponent, 0):
        exponent -= 1
    ulp = max(exponent - precision + 1, smallest)
    p, q = p << max(-ulp, 0), q << max(ulp, 0)
    significand, rest = divmod(p, q)
    if 2 * rest > q or (2 * rest == q and significand % 2 == 1):
        significand += 1
    overflows = significand.bit_length() + ulp > (1024 if of_type == "double" else 128)
    return math.copysign(INF if overflows else math.ldexp(float(significand), ulp), -1.0 if x < 0 else 1.0)


def floating(of_type: str, op: str, a: float, b: float) -> float:
    """a op b for op in + - * /, rounded once to the type. The plain double answers what is not finite or zero."""
    if op == "/" and b == 0:
        if a == 0 or a != a:
            return NAN
        return math.copysign(INF, math.copysign(1.0, a) * math.copysign(1.0, b))
    apply = {"+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv}[op]
    plain = apply(a, b)
    if of_type == "double" or not (math.isfinite(a) and math.isfinite(b)) or plain == 0:
        return plain
    return rounded(apply(Fraction(a), Fraction(b)), of_type)


def square_root(x: float, of_type: str) -> float:
    if x != x or x < 0:
        return NAN
    if x == 0 or x == INF or of_type == "double":
        return x if x == 0 or x == INF else math.sqrt(x)
    scaled = math.isqrt(int(Fraction(x) * 2**400))  # 200 binary places; 1 more stands for what was cut off
    exact = scaled * scaled == Fraction(x) * 2**400
    return rounded(Fraction(2 * scaled + (not exact), 2**201), of_type)


def wrap(x: int, width: int) -> int:
    return (x + 2 ** (width - 1)) % 2**width - 2 ** (width - 1)


# --- element by element ---------------------------------------------------------------------------------------------


def smaller(a, b):
    if a != a or b != b:
        return NAN
    if a == b:
        return a if math.copysign(1.0, a) < 0 else b
    return a if a < b else b


def larger(a, b):
    if isinstance(a, int):
        return a if a > b else b
    return -smaller(-a, -b)


def one_if(holds: bool, like):
    return type(like)(1 if holds else 0)


def whole(x: float, towards) -> float:
    return math.copysign(float(towards(x)), x) if math.isfinite(x) else x


class Element:
    """A number of a type whose operators round once, or wrap: what the values of ops.def are made of."""

    def __init__(self, value, of_type: str):
        self.value, self.of_type = value, of_type

    def apply(self, op: str, a, b) -> Element:
        if self.of_type in PRECISIONS:
            return Element(floating(self.of_type, op, float(a), float(b)), self.of_type)
        exact = {"+": operator.add, "-": operator.sub, "*": operator.mul, "&": operator.and_, "|": operator.or_,
                 "^": operator.xor}[op](a, b)
        return Element(wrap(exact, WIDTHS[self.of_type]), self.of_type)

    def __add__(self, other):
        return self.apply("+", self.value, other.value)

    def __sub__(self, other):
        return self.apply("-", self.value, other.value)

    def __mul__(self, other):
        return self.apply("*", self.value, other.value)

    def __truediv__(self, other):
        return self.apply("/", self.value, other.value)

    def __rtruediv__(self, number):
        return self.apply("/", number, self.value)

    def __and__(self, other):
        return self.apply("&", self.value, other.value)

    def __or__(self, other):
        return self.apply("|", self.value, other.value)

    def __xor__(self, other):
        return self.apply("^", self.value, other.value)

    def __neg__(self):
        return self.of(lambda x: -x)

    def of(self, function) -> Element:
        value = function(self.value)
        return Element(value if self.of_type in PRECISIONS else wrap(value, WIDTHS[self.of_type]), self.of_type)


FUNCTIONS = {
    "ABS": lambda x: x.of(abs),
    "SQRT": lambda x: x.of(lambda v: square_root(v, x.of_type)),
    "FLOOR": lambda x: x.of(lambda v: whole(v, math.floor)),
    "CEIL": lambda x: x.of(lambda v: whole(v, math.ceil)),
    "RINT": lambda x: x.of(lambda v: whole(v, round)),
    "SIGNUM": lambda x: x.of(lambda v: v if v != v or v == 0 else math.copysign(1.0, v)),
    "MIN": lambda a, b: a.of(lambda v: smaller(v, b.value)),
    "MAX": lambda a, b: a.of(lambda v: larger(v, b.value)),
    "LESS": lambda a, b: a.of(lambda v: one_if(v < b.value, v)),
    "LESS_OR_EQUAL": lambda a, b: a.of(lambda v: one_if(v < b.value or v == b.value, v)),
    "EQUAL": lambda a, b: a.of(lambda v: one_if(v == b.value, v)),
    "NOT_EQUAL": lambda a, b: a.of(lambda v: one_if(not v == b.value, v)),
}


def evaluated(kind: str, op: str, of_type: str, **operands):
    its_type = map_type(of_type)
    elements = {name: Element(value, its_type) for name, value in operands.items()}
    return eval(oracle.OPS[kind, op][1], FUNCTIONS, elements).value


def unary(op: str, x, of_type: str):
    return evaluated("UNARY", op, of_type, x=x)


def truncated_quotient(a: int, b: int) -> int:
    quotient = abs(a) // abs(b)
    return quotient if (a < 0) == (b < 0) else -quotient


def binary(op: str, a, b, of_type: str):
    if op == "DIVIDE" and of_type not in PRECISIONS:
        return wrap(truncated_quotient(a, b), WIDTHS[map_type(of_type)])
    return evaluated("BINARY", op, of_type, a=a, b=b)


def map_type(of_type: str) -> str:
    return "long" if of_type in ("byte", "short") else of_type


def cast(x, target: str):
    if target in PRECISIONS:
        if x == 0 or not math.isfinite(x):
            return float(x)
        return rounded(Fraction(x), target)
    if isinstance(x, int):
        return wrap(x, WIDTHS[target])
    width = 64 if target == "long" else 32
    if x != x:
        return 0
    low, high = -(2 ** (width - 1)), 2 ** (width - 1) - 1
    saturated = high if x == INF else low if x == -INF else min(max(int(x), low), high)
    return wrap(saturated, WIDTHS[target])


# --- the tree -------------------------------------------------------------------------------------------------------


def blocks(values: list) -> list:
    return [values[i : i + 4096] for i in range(0, len(values), 4096)]


def block_fold(block: list, combine, identity: float) -> float:
    lanes = [identity] * 32
    for i, x in enumerate(block):
        lanes[i % 32] = combine(lanes[i % 32], x)
    for half in (16, 8, 4, 2, 1):
        for k in range(half):
            lanes[k] = combine(lanes[k], lanes[k + half])
    return lanes[0]


def node(leaves: list, combine, first: int, level: int):
    """The node over 2^level blocks from the first; one without a right half is its left half, moved up."""
    if level == 0:
        return leaves[first]
    middle = first + 2 ** (level - 1)
    left = node(leaves, combine, first, level - 1)
    return left if middle >= len(leaves) else combine(left, node(leaves, combine, middle, level - 1))


def root(leaves: list, combine):
    return node(leaves, combine, 0, (len(leaves) - 1).bit_length())


def fold(values: list, combine, identity: float) -> float:
    return root([block_fold(b, combine, identity) for b in blocks(values)], combine)


def moments(block: list) -> tuple:
    mean = block_fold(block, operator.add, -0.0) / len(block)
    return float(len(block)), mean, block_fold([(x - mean) * (x - mean) for x in block], operator.add, -0.0)


def join(a: tuple, b: tuple) -> tuple:
    delta = b[1] - a[1]
    n = a[0] + b[0]
    return n, a[1] + delta * (b[0] / n), (a[2] + b[2]) + (delta * delta) * (a[0] * (b[0] / n))


# --- reductions -----------------------------------------------------------------------------------------------------


def bits(x: float) -> str:
    return "nan" if x != x else struct.pack(">d", x).hex()


def reduce_floating(values: list, how: str) -> str:
    if how in ("MIN", "MAX"):
        best = INF if how == "MIN" else -INF
        for x in values:
            best = smaller(best, x) if how == "MIN" else larger(best, x)
        return bits(best)
    if how == "COUNT_NONZERO":
        return bits(float(sum(1 for x in values if not x == 0)))
    if not values:
        return bits(0.0 if how == "SUM" else 1.0)
    if how == "SUM":
        return bits(fold(values, operator.add, -0.0))
    return bits(fold(values, operator.mul, 1.0))


def reduce_integers(values: list, how: str) -> str:
    if how == "SUM_CHECKED":
        total = sum(values)
        return str(total) if wrap(total, 64) == total else "ArithmeticException"
    if how == "PRODUCT":
        product = 1
        for x in values:
            product = wrap(product * x, 64)
        return str(product)
    return str({
        "SUM": lambda: wrap(sum(values), 64),
        "MIN": lambda: min(values, default=2**63 - 1),
        "MAX": lambda: max(values, default=-(2**63)),
        "COUNT_NONZERO": lambda: sum(x != 0 for x in values),
    }[how]())


def reduce(values: list, how: str, of_type: str) -> str:
    return reduce_floating(values, how) if of_type in PRECISIONS else reduce_integers(values, how)


def summary(values: list, of_type: str) -> dict:
    mean = variance = sample_variance = NAN
    if values:
        n, mean, m2 = root([moments([cast(x, "double") for x in b]) for b in blocks(values)], join)
        variance = m2 / n
        sample_variance = m2 / (n - 1) if len(values) > 1 else NAN
    doubles = {"mean": mean, "variance": variance, "sampleVariance": sample_variance}
    return {
        "count": str(len(values)),
        **{name: bits(x) for name, x in doubles.items()},
        **{how.lower(): reduce(values, how, of_type) for how in ("SUM", "MIN", "MAX")},
    }


# --- the cases ------------------------------------------------------------------------------------------------------


def ordinary(of_type: str, rng: random.Random):
    if of_type == "double":
        return rng.gauss(0, 1) * 10.0 ** rng.randint(-3, 3)
    if of_type == "float":
        return cast(rng.gauss(0, 1) * 10.0 ** rng.randint(-3, 3), "float")
    return rng.choice((-1, 1)) * rng.randint(1, 2 ** rng.randint(2, WIDTHS[of_type] - 1) - 1)


def edges(of_type: str) -> list:
    if of_type not in PRECISIONS:
        top = 2 ** (WIDTHS[of_type] - 1)
        roots = [1 << (WIDTHS[of_type] // 2), 1 << (WIDTHS[of_type] // 2 - 1)]
        return [0, 1, -1, 2, -3, 7, top - 1, top - 2, -top, 1 - top, *(r for r in roots if r < top)]
    precision, smallest = PRECISIONS[of_type]
    top = 1.7976931348623157e308 if of_type == "double" else (2.0 - 2.0**-23) * 2.0**127
    tiny = math.ldexp(1.0, smallest)
    values = [0.0, tiny, tiny * 3, math.ldexp(1.0, smallest + precision - 1), 0.5, 1.5, 2.5, 0.25, 1.0, 3.0, top, INF]
    values += [float(2**p) for p in (7, 15, 23, 24, 31, 32, 53, 63, 64)]
    values += [x for x in (2147483647.5, 2147483647.0, 9223372036854774784.0, 255.99) if cast(x, of_type) == x]
    if of_type == "double":  # halfway between two floats, and at their ends
        values += [1 + 2.0**-24, 1 + 3 * 2.0**-24, 2.0**-150, 2.0**-150 * 1.5, (2 - 2.0**-24) * 2.0**127]
    return [sign * x for x in values for sign in (1.0, -1.0)]


def sample(flavour: str, of_type: str, length: int, rng: random.Random) -> list:
    if flavour == "ordinary":
        return [ordinary(of_type, rng) for _ in range(length)]
    if flavour == "zeros":
        zeros = (0.0, -0.0) if of_type in PRECISIONS else (0,)
        odds = rng.choice((0.0, 1.0, 0.001))
        return [zeros[0] if rng.random() < odds else zeros[-1] for _ in range(length)]
    pool = edges(of_type)
    if flavour == "nan" and of_type in PRECISIONS:
        pool = pool + [NAN]
    return [rng.choice(pool) for _ in range(length)]


def cases_of(of_type: str) -> list:
    is_floating = of_type in PRECISIONS
    hows = ("SUM", "MIN", "MAX", "PRODUCT", "COUNT_NONZERO") + (() if is_floating else ("SUM_CHECKED",))
    ops = oracle.names("UNARY", not is_floating)
    pairs = oracle.names("BINARY", not is_floating) + (() if is_floating else ("DIVIDE",))
    return (
        [{"kind": "reduce", "how": how} for how in hows]
        + [{"kind": "mapReduce", "op": op, "how": how} for op in ops for how in hows]
        + [{"kind": "dot"}, {"kind": "summary"}]
        + [{"kind": "arg", "how": how} for how in ("MIN", "MAX")]
        + [{"kind": "map", "op": op} for op in ops]
        + [{"kind": "zip", "op": op} for op in pairs]
        + [{"kind": "convert", "to": to} for to in FORMATS]
    )


def arg(a: list, how: str) -> str:
    """The first NaN; without one the first element that no other is below, or above."""
    place = -1
    for i, x in enumerate(a):
        if place < 0 or a[place] == a[place] and (x != x or (x < a[place] if how == "MIN" else x > a[place])):
            place = i
    return str(place)


def expected(case: dict, a: list, b: list):
    kind, of_type = case["kind"], case["type"]
    sums_in_long = of_type not in PRECISIONS and (kind == "dot" or case.get("how") in ("SUM", "SUM_CHECKED"))
    inner = "long" if sums_in_long else of_type
    if kind == "reduce":
        return reduce(a, case["how"], of_type)
    if kind == "mapReduce":
        return reduce([unary(case["op"], x, inner) for x in a], case["how"], of_type)
    if kind == "dot":
        return reduce([binary("MULTIPLY", x, y, inner) for x, y in zip(a, b)], "SUM", of_type)
    if kind == "summary":
        return summary(a, of_type)
    if kind == "arg":
        return arg(a, case["how"])
    if kind == "map":
        return [unary(case["op"], x, of_type) for x in a]
    if kind == "zip":
        if of_type not in PRECISIONS and case["op"] == "DIVIDE" and 0 in b:
            return "ArithmeticException"
        return [binary(case["op"], x, y, of_type) for x, y in zip(a, b)]
    return [cast(x, case["to"]) for x in a]


def pack(values: list, of_type: str) -> bytes:
    return struct.pack(f"<{len(values)}{FORMATS[of_type]}", *values)


def check(case: dict, operands: tuple, directory: Path, answer) -> None:
    wanted = expected(case, *operands)
    if isinstance(wanted, list):
        out_type = case["to"] if case["kind"] == "convert" else map_type(case["type"])
        assert answer == "file", (case, answer)
        path = directory / f"{case['id']}.out"
        answer, wanted = path.read_bytes(), pack([NAN if x != x else x for x in wanted], out_type)
        path.unlink()
    assert answer == wanted, (case, operands[0][:4], answer[:64] if isinstance(answer, bytes) else answer)


def run(of_type: str, length: int, flavour: str, setting: tuple) -> int:
    """All cases of one type over one pair of arrays, in one call of the program."""
    directory, rng, kinds = setting
    operands = tuple(sample(flavour, of_type, length, rng) for _ in range(2))
    if rng.random() < 0.5:  # half of the time divisors without a zero, so that integer division is seen to work
        operands = (operands[0], [x or 1 for x in operands[1]])
    for name, values in zip(("first.bin", "second.bin"), operands):
        (directory / name).write_bytes(pack(values, of_type))
    cases = [c for c in cases_of(of_type) if c["kind"] in kinds]
    if length > 4000:  # what goes element by element is seen whole at the short lengths: here one in six
        cases = [c for c in cases if c["kind"] in TREE_KINDS or rng.random() < 1 / 6]
    for i, case in enumerate(cases):
        case.update(id=str(i), type=of_type, first="first.bin", second="second.bin")
    if length == 33:  # through the command line; the rest in this process
        (directory / "cases.json").write_text(json.dumps(cases), encoding="utf-8")
        command = [sys.executable, "-W", "error", oracle.__file__, str(directory / "cases.json"), str(directory)]
        got = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    else:
        got = oracle.answers(cases, directory)
    for case in cases:
        check(case, operands, directory, got[case["id"]])
    return len(cases)


def main() -> None:
    rng = random.Random(int(sys.argv[1]) if len(sys.argv) > 1 else 1)
    count = 0
    with tempfile.TemporaryDirectory() as name:
        for of_type in FORMATS:
            for length in LENGTHS:
                for flavour in ("ordinary", "edges", "nan", "zeros"):
                    count += run(of_type, length, flavour, (Path(name), rng, KINDS))
            for length, oracle.GROUP_BLOCKS in TREES:
                count += run(of_type, length, "ordinary", (Path(name), rng, TREE_KINDS))
    print(f"{count} cases agree")


if __name__ == "__main__":
    main()

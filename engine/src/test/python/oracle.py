#!/usr/bin/env python3
"""A second opinion on every whole-array number: the definitions in the package comment of
io.millrace.engine.internal.kernel, in numpy.

    oracle.py CASES.json DIR

CASES.json is a list of cases; the arrays are raw little-endian element files inside DIR:

    {"id": "a", "kind": "reduce",    "type": "double", "how": "SUM",                 "first": "x.bin"}
    {"id": "b", "kind": "mapReduce", "type": "int",    "how": "SUM", "op": "SQUARE", "first": "x.bin"}
    {"id": "c", "kind": "dot",       "type": "float",                "first": "x.bin", "second": "y.bin"}
    {"id": "d", "kind": "summary",   "type": "long",                                 "first": "x.bin"}
    {"id": "e", "kind": "map",       "type": "double", "op": "SQRT",                 "first": "x.bin"}
    {"id": "f", "kind": "zip",       "type": "short",  "op": "ADD",  "first": "x.bin", "second": "y.bin"}
    {"id": "g", "kind": "convert",   "type": "double", "to": "byte",                 "first": "x.bin"}
    {"id": "h", "kind": "arg",       "type": "double", "how": "MIN",                 "first": "x.bin"}
    {"id": "i", "kind": "scan",      "type": "double", "how": "SUM", "to": "float",  "first": "x.bin"}

It prints one JSON object, id -> answer. A double is the 16 hex digits of its bits, any NaN is "nan"; a long is a
decimal string; an integer overflow of SUM_CHECKED or a division by zero is "ArithmeticException"; a summary is an
object of these; an array is written to DIR/<id>.out and answered by "file" (every NaN in it is the canonical one).

It shares no code with the product and was written from the definitions alone, so that an agreement means something;
only the operations of elements come from the list of the C kernels, whose values are also expressions of Python.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import numpy as np

BLOCK = 4096
LANES = 32
ROWS = BLOCK // LANES
GROUP_BLOCKS = 1024  # blocks folded at a time: bounds the memory, never touches the result

TYPES = {"double": "<f8", "float": "<f4", "long": "<i8", "int": "<i4", "short": "<i2", "byte": "<i1"}
LONG = np.iinfo(np.int64)
OVERFLOW = "ArithmeticException"


# --- the tree -------------------------------------------------------------------------------------------------------


def fold_blocks(values: np.ndarray, combine: np.ufunc, identity: float) -> np.ndarray:
    """One double per block: 32 accumulators that start at the identity, rows added in order, then halving.

    A short last block is filled up with the identity, which leaves every accumulator as it is (x + -0.0 and x * 1.0
    are x, signed zeros included).
    """
    count = -(-values.size // BLOCK)
    padded = np.full(count * BLOCK, identity, dtype=np.float64)
    padded[: values.size] = values
    rows = padded.reshape(count, ROWS, LANES)
    lanes = np.full((count, LANES), identity, dtype=np.float64)
    for row in range(ROWS):
        lanes = combine(lanes, rows[:, row, :])
    width = LANES // 2
    while width >= 1:
        lanes = combine(lanes[:, :width], lanes[:, width : 2 * width])
        width //= 2
    return lanes[:, 0]


def groups(values: np.ndarray):
    """The array in pieces of whole blocks, in order."""
    step = GROUP_BLOCKS * BLOCK
    for start in range(0, values.size, step):
        yield values[start : start + step]


def climb(nodes: tuple, combine) -> tuple:
    """The binary tree over blocks: pairs, then pairs of pairs; an odd one moves up unchanged.

    A node is a tuple of arrays (one entry per block), so that a node of several words climbs as one.
    """
    while nodes[0].size > 1:
        even = nodes[0].size // 2 * 2
        joined = combine(tuple(word[0:even:2] for word in nodes), tuple(word[1:even:2] for word in nodes))
        nodes = tuple(np.concatenate([new, old[even:]]) for new, old in zip(joined, nodes))
    return tuple(word[0] for word in nodes)


def tree(values: np.ndarray, combine: np.ufunc, identity: float) -> np.float64:
    """The fold of at least one float or double over the whole tree."""
    nodes = np.concatenate([fold_blocks(group.astype(np.float64), combine, identity) for group in groups(values)])
    return climb((nodes,), lambda left, right: (combine(left[0], right[0]),))[0]


def tree_sum(values: np.ndarray) -> np.float64:
    return tree(values, np.add, -0.0) if values.size else np.float64(0.0)


def tree_product(values: np.ndarray) -> np.float64:
    return tree(values, np.multiply, 1.0) if values.size else np.float64(1.0)


# --- variance -------------------------------------------------------------------------------------------------------


def moments_of_blocks(values: np.ndarray) -> tuple:
    """(n, mean, M2) of every block of one group; values are doubles."""
    starts = np.arange(0, values.size, BLOCK)
    n = np.minimum(BLOCK, values.size - starts).astype(np.float64)
    mean = fold_blocks(values, np.add, -0.0) / n
    deviation = values - np.repeat(mean, BLOCK)[: values.size]
    return n, mean, fold_blocks(deviation * deviation, np.add, -0.0)


def combine_moments(left: tuple, right: tuple) -> tuple:
    n_a, mean_a, m2_a = left
    n_b, mean_b, m2_b = right
    delta = mean_b - mean_a
    n = n_a + n_b
    share = n_b / n
    mean = mean_a + delta * share
    m2 = (m2_a + m2_b) + (delta * delta) * (n_a * share)
    return n, mean, m2


def moments(values: np.ndarray) -> tuple:
    """(mean, variance, sampleVariance) over (double) x."""
    nan = np.float64(np.nan)
    if values.size == 0:
        return nan, nan, nan
    blocks = [moments_of_blocks(group.astype(np.float64)) for group in groups(values)]
    n, mean, m2 = climb(tuple(np.concatenate(words) for words in zip(*blocks)), combine_moments)
    return mean, m2 / n, (m2 / (n - 1.0) if values.size > 1 else nan)


# --- min and max of Java --------------------------------------------------------------------------------------------


def java_min(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Math.min element by element: NaN wins, -0.0 is less than 0.0."""
    if a.dtype.kind == "i":
        return np.minimum(a, b)
    of_equals = np.where(np.signbit(a), a, b)
    ordered = np.where(a < b, a, np.where(b < a, b, of_equals))
    return np.where(np.isnan(a), a, np.where(np.isnan(b), b, ordered))


def java_max(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Math.max element by element: NaN wins, 0.0 is greater than -0.0."""
    if a.dtype.kind == "i":
        return np.maximum(a, b)
    of_equals = np.where(np.signbit(a), b, a)
    ordered = np.where(a > b, a, np.where(b > a, b, of_equals))
    return np.where(np.isnan(a), a, np.where(np.isnan(b), b, ordered))


def least(values: np.ndarray):
    """The minimum as a double, or as an int for integers. Min and max don't depend on the order."""
    if values.dtype.kind == "i":
        return int(values.min()) if values.size else LONG.max
    if values.size == 0:
        return np.float64(np.inf)
    if np.isnan(values).any():
        return np.float64(np.nan)
    low = np.float64(values.min())
    if low == 0.0:
        return np.float64(-0.0 if np.signbit(values[values == 0]).any() else 0.0)
    return low


def greatest(values: np.ndarray):
    if values.dtype.kind == "i":
        return int(values.max()) if values.size else LONG.min
    if values.size == 0:
        return np.float64(-np.inf)
    if np.isnan(values).any():
        return np.float64(np.nan)
    high = np.float64(values.max())
    if high == 0.0:
        return np.float64(-0.0 if np.signbit(values[values == 0]).all() else 0.0)
    return high


# --- element by element ---------------------------------------------------------------------------------------------


def signum(x: np.ndarray) -> np.ndarray:
    """Math.signum: a zero keeps its sign, which np.sign would drop."""
    return np.where(np.isnan(x) | (x == 0), x, np.copysign(x.dtype.type(1), x))


# What the values of native/src/main/c/ops.def call, which are expressions both of C and of Python.
FUNCTIONS = {
    "ABS": np.abs,
    "SQRT": np.sqrt,
    "FLOOR": np.floor,
    "CEIL": np.ceil,
    "RINT": np.rint,
    "SIGNUM": signum,
    "MIN": java_min,
    "MAX": java_max,
    "LESS": lambda a, b: np.less(a, b).astype(a.dtype),
    "LESS_OR_EQUAL": lambda a, b: np.less_equal(a, b).astype(a.dtype),
    "EQUAL": lambda a, b: np.equal(a, b).astype(a.dtype),
    "NOT_EQUAL": lambda a, b: np.not_equal(a, b).astype(a.dtype),
}
OPS_OF_C = Path(__file__).resolve().parents[4] / "native" / "src" / "main" / "c" / "ops.def"


def ops_of_c() -> dict:
    """(kind, NAME) -> (types, value) for every operation of ops.def without parameters."""
    text = OPS_OF_C.read_text(encoding="utf-8")
    unary = re.findall(r"^UNARY\((\w+), (\w+), 0, \d, (.*)\)$", text, re.MULTILINE)
    binary = re.findall(r"^BINARY\((\w+), (\w+), (.*)\)$", text, re.MULTILINE)
    ops = {("UNARY", name.upper()): (types, value) for name, types, value in unary}
    return ops | {("BINARY", name.upper()): (types, value) for name, types, value in binary}


OPS = ops_of_c()


def names(kind: str, of_integers: bool) -> tuple:
    """The operations of that kind for floating point or for integers."""
    wanted = ("NUMBERS", "INTEGERS" if of_integers else "FLOATS")
    return tuple(name for (its_kind, name), (types, _) in OPS.items() if its_kind == kind and types in wanted)


def divide(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Of integers: towards zero, the smallest number over -1 wraps."""
    if (b == 0).any():
        raise ZeroDivisionError
    by_minus_one = b == -1
    divisor = np.where(by_minus_one, b.dtype.type(1), b)
    quotient = np.floor_divide(a, divisor)
    towards_zero = (quotient * divisor != a) & ((a < 0) != (divisor < 0))
    quotient = quotient + towards_zero.astype(a.dtype)
    return np.where(by_minus_one, np.negative(a), quotient)


def widened(values: np.ndarray) -> np.ndarray:
    """byte and short are computed with as long."""
    return values.astype(np.int64) if values.dtype.itemsize < 4 else values


def value_of(kind: str, op: str, operands: dict) -> np.ndarray:
    dtype = next(iter(operands.values())).dtype
    if op not in names(kind, dtype.kind == "i"):
        raise ValueError(f"no {kind} op {op} of {dtype}")
    return eval(OPS[kind, op][1], FUNCTIONS, operands)  # of our own file


def apply_unary(op: str, values: np.ndarray) -> np.ndarray:
    return value_of("UNARY", op, {"x": widened(values)})


def apply_binary(op: str, first: np.ndarray, second: np.ndarray) -> np.ndarray:
    if op == "DIVIDE" and first.dtype.kind == "i":  # C has no kernel of it
        return divide(widened(first), widened(second))
    return value_of("BINARY", op, {"a": widened(first), "b": widened(second)})


def to_whole(values: np.ndarray, target: np.dtype) -> np.ndarray:
    """The cast of floating point to int or long: towards zero, NaN to 0, saturating at both ends."""
    limits = np.iinfo(target)
    x = values.astype(np.float64)
    above = x >= -float(limits.min)  # 2^31 or 2^63: the first double that does not fit
    below = x < float(limits.min)
    inside = np.where(np.isnan(x) | above | below, 0.0, x).astype(target)
    return np.where(above, target.type(limits.max), np.where(below, target.type(limits.min), inside))


def convert(values: np.ndarray, target: np.dtype) -> np.ndarray:
    if values.dtype.kind == "f" and target.kind == "i":
        if target.itemsize == 8:
            return to_whole(values, target)
        return to_whole(values, np.dtype("<i4")).astype(target)
    return values.astype(target)


# --- reductions -----------------------------------------------------------------------------------------------------


def true_total(values: np.ndarray) -> int:
    """The sum of integers without overflow: high and low halves are added apart."""
    wide = values.astype(np.int64)
    high = int(np.add.reduce(wide >> 32, dtype=np.int64))
    low = int(np.add.reduce(wide & 0xFFFFFFFF, dtype=np.int64))
    return (high << 32) + low


def reduce_floating(values: np.ndarray, how: str) -> str:
    if how == "COUNT_NONZERO":
        return bits(np.float64(np.count_nonzero(values != 0)))
    folds = {"SUM": tree_sum, "PRODUCT": tree_product, "MIN": least, "MAX": greatest}
    if how not in folds:
        raise ValueError(f"no reduction {how} of {values.dtype}")
    return bits(folds[how](values))


def reduce_integers(values: np.ndarray, how: str) -> str:
    if how == "SUM_CHECKED":
        total = true_total(values)
        return str(total) if LONG.min <= total <= LONG.max else OVERFLOW
    folds = {
        "SUM": lambda x: np.add.reduce(x, dtype=np.int64),
        "PRODUCT": lambda x: np.multiply.reduce(x, dtype=np.int64),
        "MIN": least,
        "MAX": greatest,
        "COUNT_NONZERO": np.count_nonzero,
    }
    if how not in folds:
        raise ValueError(f"no reduction {how} of {values.dtype}")
    return str(int(folds[how](values)))


def reduce(values: np.ndarray, how: str) -> str:
    return reduce_floating(values, how) if values.dtype.kind == "f" else reduce_integers(values, how)


def map_reduce(values: np.ndarray, op: str, how: str) -> str:
    """For sums of int the op is computed in long; for all else the reduction sees what a map would have stored."""
    if values.dtype.kind == "i" and how in ("SUM", "SUM_CHECKED"):
        values = values.astype(np.int64)
    return reduce(apply_unary(op, values), how)


def dot(first: np.ndarray, second: np.ndarray) -> str:
    if first.dtype.kind == "i":
        first, second = first.astype(np.int64), second.astype(np.int64)
    return reduce(apply_binary("MULTIPLY", first, second), "SUM")


def summary(values: np.ndarray) -> dict:
    mean, variance, sample_variance = moments(values)
    return {
        "count": str(values.size),
        "sum": reduce(values, "SUM"),
        "mean": bits(mean),
        "variance": bits(variance),
        "sampleVariance": bits(sample_variance),
        "min": reduce(values, "MIN"),
        "max": reduce(values, "MAX"),
    }


def arg(values: np.ndarray, how: str) -> str:
    """The index that numpy gives: of equal elements the first, NaN before all; -1 of nothing."""
    return str(int({"MIN": np.argmin, "MAX": np.argmax}[how](values)) if values.size else -1)


# --- scans ----------------------------------------------------------------------------------------------------------


def scan(values: np.ndarray, how: str) -> np.ndarray:
    """Every element combined with all before it: blocks from left to right, each from what lies before it."""
    if values.dtype.kind == "i":
        wide = values.astype(np.int64)
        return {"SUM": np.cumsum, "PRODUCT": np.cumprod, "MIN": np.minimum.accumulate, "MAX": np.maximum.accumulate}[how](wide)
    combine, identity = {
        "SUM": (np.add, -0.0),
        "PRODUCT": (np.multiply, 1.0),
        "MIN": (java_min, np.inf),
        "MAX": (java_max, -np.inf),
    }[how]
    wide = values.astype(np.float64)
    totals = fold_blocks(wide, combine, identity)
    blocks = np.split(wide, range(BLOCK, wide.size, BLOCK))
    return np.concatenate([accumulated(block, combine, before(totals, i, combine)) for i, block in enumerate(blocks)])


def before(totals: np.ndarray, block: int, combine) -> list:
    """What lies before a block: the largest nodes of the tree that cover it, from left to right; nothing before 0."""
    result: list = []
    start = 0
    for bit in reversed(range(block.bit_length())):
        if block >> bit & 1:
            (node,) = climb((totals[start : start + (1 << bit)],), lambda a, b: (combine(a[0], b[0]),))
            result = [combine(result[0], node)] if result else [node]
            start += 1 << bit
    return result


def accumulated(block: np.ndarray, combine, start: list) -> np.ndarray:
    """From left to right, one element after the other."""
    if isinstance(combine, np.ufunc):
        return combine.accumulate(np.concatenate([start, block]))[len(start) :]
    # java_min and java_max do not depend on the order
    both = np.concatenate([start, block])
    step = 1
    while step < both.size:
        both[step:] = combine(both[:-step], both[step:])
        step *= 2
    return both[len(start) :]


# --- the program ----------------------------------------------------------------------------------------------------


def bits(value: np.float64) -> str:
    return "nan" if np.isnan(value) else f"{int(np.float64(value).view(np.uint64)):016x}"


def write(values: np.ndarray, path: Path) -> str:
    if values.dtype.kind == "f":
        values = np.where(np.isnan(values), values.dtype.type(np.nan), values)
    values.astype(values.dtype.newbyteorder("<")).tofile(path)
    return "file"


def answer(case: dict, directory: Path):
    dtype = np.dtype(TYPES[case["type"]])
    first = np.fromfile(directory / case["first"], dtype=dtype)
    second = np.fromfile(directory / case["second"], dtype=dtype) if case.get("second") else None
    if second is not None and second.size != first.size:
        raise ValueError(f"{first.size} and {second.size} elements")
    kind = case["kind"]
    if kind == "reduce":
        return reduce(first, case["how"])
    if kind == "mapReduce":
        return map_reduce(first, case["op"], case["how"])
    if kind == "dot":
        return dot(first, second)
    if kind == "summary":
        return summary(first)
    if kind == "arg":
        return arg(first, case["how"])
    elementwise = {
        "scan": lambda: convert(scan(first, case["how"]), np.dtype(TYPES[case["to"]])),
        "map": lambda: apply_unary(case["op"], first),
        "zip": lambda: apply_binary(case["op"], first, second),
        "convert": lambda: convert(first, np.dtype(TYPES[case["to"]])),
    }
    if kind not in elementwise:
        raise ValueError(f"no kind {kind}")
    try:
        return write(elementwise[kind](), directory / f"{case['id']}.out")
    except ZeroDivisionError:
        return OVERFLOW


def answers(cases: list, directory: Path) -> dict:
    result = {}
    with np.errstate(all="ignore"):
        for case in cases:
            try:
                result[case["id"]] = answer(case, directory)
            except (KeyError, TypeError, ValueError) as e:
                raise SystemExit(f"case {case.get('id')}: {type(e).__name__}: {e}") from e
    return result


def main(arguments: list) -> None:
    if len(arguments) != 2:
        raise SystemExit("usage: oracle.py CASES.json DIR")
    cases = json.loads(Path(arguments[0]).read_text(encoding="utf-8"))
    print(json.dumps(answers(cases, Path(arguments[1])), indent=1))


if __name__ == "__main__":
    main(sys.argv[1:])

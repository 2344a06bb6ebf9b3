/// The functions that are built into the engine: maps and combinations of elements, elements
/// computed from their index or from random bits, and reductions.
///
/// | type     | maps            | with parameters  | of two elements  | of the index       | random          |
/// |----------|-----------------|------------------|------------------|--------------------|-----------------|
/// | `double` | [DoubleUnaryOp] | [DoubleUnaryOps] | [DoubleBinaryOp] | [DoubleGenerators] | [DoubleRandoms] |
/// | `float`  | [FloatUnaryOp]  | [FloatUnaryOps]  | [FloatBinaryOp]  | [FloatGenerators]  | [FloatRandoms]  |
/// | `long`   | [LongUnaryOp]   | [LongUnaryOps]   | [LongBinaryOp]   | [LongGenerators]   | [LongRandoms]   |
/// | `int`    | [IntUnaryOp]    | [IntUnaryOps]    | [IntBinaryOp]    | [IntGenerators]    | [IntRandoms]    |
///
/// Elements of `byte` and `short` are widened to `long`. A [Reduction] combines all elements into
/// one number.
///
/// A built-in function is sent to workers as its code, and gives the same bits on every machine and
/// under every kernel.
@NullMarked
package io.millrace.engine.kernel;

import org.jspecify.annotations.NullMarked;

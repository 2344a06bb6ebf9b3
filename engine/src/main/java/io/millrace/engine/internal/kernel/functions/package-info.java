/// The built-in functions that have parameters, and what the file and the planning of chunks need to know
/// of any built-in function: [BuiltInOp]. Users make them by the factories of
/// `io.millrace.engine.kernel`, such as `DoubleUnaryOps`, and see none of these types.
///
/// | type     | maps                | made of the index | random            |
/// |----------|---------------------|-------------------|-------------------|
/// | `double` | [DoubleParameterOp] | [DoubleLinear]    | [DoubleRandomOps] |
/// | `float`  | [FloatParameterOp]  | [FloatLinear]     | [FloatRandomOps]  |
/// | `long`   | [LongParameterOp]   | [LongLinear]      | [LongRandomOps]   |
/// | `int`    | [IntParameterOp]    | [IntLinear]       | [IntRandomOps]    |
///
/// All but [BuiltInOp], [NamedOp] and [ParameterOp] are generated from templates.
@NullMarked
package io.millrace.engine.internal.kernel.functions;

import org.jspecify.annotations.NullMarked;

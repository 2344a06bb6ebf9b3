/// Expressions on the submitter's side: trees of arrays, constants and operations ([Node]), and the programs
/// that they become ([Plan]).
///
/// ```text
///   DoubleExpression ──▶ Node ──▶ Plan ──▶ Work.Evaluation     (internal.kernel: what is computed)
///   (expression)         checks,  steps,   + arrays            (internal.array: the job)
///                        paths    registers
/// ```
@NullMarked
package io.millrace.engine.internal.expression;

import org.jspecify.annotations.NullMarked;

/// Expressions: several operations on whole arrays in one pass over memory.
///
/// ```java
/// double norm = pool.eval(of(x).minus(mean).square()).sum();      // one pass over x, nothing written
/// pool.eval(of(x).times(2).plus(of(y))).into(z);
/// long large = pool.eval(of(x).greaterThan(0.5)).count();
/// PreparedDouble step = pool.prepare(of(x).times(of(w))).sum();    // step.run(), again and again
/// Job<Void> job = pool.eval(of(x).fma(0.5, of(y))).intoAsync(x);   // in place, without waiting
/// ```
///
/// | to read about                                | begin with                               |
/// |----------------------------------------------|------------------------------------------|
/// | what an expression is and means              | [Expression]                             |
/// | where one begins                             | [Expressions]                            |
/// | the operations on elements                   | [DoubleExpression], and its like         |
/// | what `eval` gives                            | [DoubleEvaluation], [LongEvaluation]     |
/// | what `prepare` gives, and what that makes    | [DoublePreparation], [PreparedDouble]    |
@NullMarked
package io.millrace.engine.expression;

import org.jspecify.annotations.NullMarked;

/// Files larger than memory: they are read, computed and written piece by piece, all at the same time.
///
/// ```java
/// double squares = pool.stream(path, DoubleUnaryOp.SQUARE, Reduction.SUM);
/// double variance = pool.stream(path).doubles().eval(x -> of(x).minus(mean).square()).sum();
/// pool.stream(Path.of("in.npy")).floats().map(FloatUnaryOp.SQRT, Path.of("out.npy"));
/// ```
///
/// | to read about                                     | begin with                                       |
/// |---------------------------------------------------|--------------------------------------------------|
/// | which files, how much memory, what failures leave | [FileStream]                                     |
/// | the calls                                         | [DoubleFileStream], and its like                 |
/// | what `eval` gives                                 | [DoubleStreamEvaluation], [LongStreamEvaluation] |
@NullMarked
package io.millrace.engine.stream;

import org.jspecify.annotations.NullMarked;

/// Loops over one block of 4,096 elements: they load, map, combine, generate, store and reduce
/// elements. Each of `double`, `float`, `long` and `int` has its own classes. Nothing here knows of
/// chunks, nodes or works.
@NullMarked
package io.millrace.engine.internal.kernel.loops;

import org.jspecify.annotations.NullMarked;

/// Arrays of many machines: the kernels, functions, expressions and reductions of the engine on each node of an
/// Apache Spark cluster. Spark schedules, retries, and knows where the parts lie; the engine computes.
@NullMarked
package io.millrace.spark;

import org.jspecify.annotations.NullMarked;

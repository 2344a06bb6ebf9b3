/// Starts the programs that benchmarks compare Millrace with, and other JVMs.
@NullMarked
package io.millrace.bench.peer;

import org.jspecify.annotations.NullMarked;

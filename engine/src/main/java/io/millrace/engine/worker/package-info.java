/// A worker seen from inside: the main program of a worker JVM and the loop that worker threads run
/// too.
@NullMarked
package io.millrace.engine.worker;

import org.jspecify.annotations.NullMarked;

/// A child JVM seen from inside: the main programs of workers and of processes, and the loop that
/// worker threads run too.
@NullMarked
package io.millrace.engine.worker;

import org.jspecify.annotations.NullMarked;

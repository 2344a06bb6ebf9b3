/// Looking without touching: what stands in a file, as facts that others print. Reads only; works
/// on the file of a dead program too.
@NullMarked
package io.millrace.engine.monitor;

import org.jspecify.annotations.NullMarked;

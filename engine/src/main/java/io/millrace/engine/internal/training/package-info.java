/// The makers of caches of loaded classes, from which child JVMs start: programs of their own, which
/// `internal.aot` starts by name.
///
/// ```text
///   MakerMain ──▶ record:   java ... TrainingMain    a worker and its submitter in one JVM
///             ──▶ assemble: java ...                 the JDK writes the cache
///             ──▶ try:      java ... TrainingMain    with the cache, or fail
///             ──▶ the folder of the cache gets its name
/// ```
///
/// The training runs no code of the user's. A command of Millrace's own may add a [Lesson].
@NullMarked
package io.millrace.engine.internal.training;

import org.jspecify.annotations.NullMarked;

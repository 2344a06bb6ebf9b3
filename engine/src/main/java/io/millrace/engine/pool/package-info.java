/// Child JVMs and workers seen from outside: launched, watched, replaced, sent home.
///
/// `JvmLauncher` starts every JVM, those of [io.millrace.engine.JvmProcess] too: `CodePath` says where
/// its classes are, `JvmFlags` with which flags. A `Crew` is the workers of one pool; its `Roster` says
/// which seats have one, and `Elastic` lets it grow and shrink.
@NullMarked
package io.millrace.engine.pool;

import org.jspecify.annotations.NullMarked;

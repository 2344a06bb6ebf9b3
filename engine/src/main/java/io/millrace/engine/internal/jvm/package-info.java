/// Starts child JVMs and watches each one until it exits.
///
/// [JvmLauncher] builds the command line: [CodePath] finds the class path of this JVM, [JvmFlags]
/// chooses the flags, `ArgumentFile` encodes both for a file that only this user can read.
/// [JvmChild] is one running JVM: it reads the output of the process and, when the process has
/// exited, makes an [ExitReport] with the exit code, the last lines and the [CrashLog].
@NullMarked
package io.millrace.engine.internal.jvm;

import org.jspecify.annotations.NullMarked;

/// The command `doctor`: checks the JVM, the machine and the kernel for what Millrace needs.
///
/// Each check returns a [Finding]: what was checked, what was found and how to repair it.
@NullMarked
package io.millrace.engine.cli.doctor;

import org.jspecify.annotations.NullMarked;

/// What a command that computes holds while it runs.
///
/// A [Session] owns the mapped file and the workers and removes both when the command ends or the
/// process is told to stop. [CommandProgress] shows a bar on a terminal.
@NullMarked
package io.millrace.engine.cli.session;

import org.jspecify.annotations.NullMarked;

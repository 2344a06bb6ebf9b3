/// The manual page and the completions for shells, written from what each command takes: `Usage`.
///
/// The program itself does not write them: the build of the distribution does, by `Manual`.
@NullMarked
package io.millrace.engine.cli.manual;

import org.jspecify.annotations.NullMarked;

/// What all commands read and write: arguments, numbers, names, tables, JSON and messages.
///
/// A [Program] finds the command and runs it. A [Command] says its [Usage], which sorts the words of
/// a command line into [Arguments] and has a [HelpText]. [Count], [Words] and [FilePath] read
/// values, [CauseText] says what an exception means. A report goes to the [Console] as a [TextTable]
/// or as JSON.
@NullMarked
package io.millrace.engine.cli.text;

import org.jspecify.annotations.NullMarked;

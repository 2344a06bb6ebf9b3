/// What all commands read and write: common options, numbers, names, tables, JSON and messages.
///
/// [Console] holds the streams. [Count], [EnumConverter] and [FilePath] read option values;
/// [UsageMessage] says what is wrong with a command line, [CauseText] what an exception means. A
/// report goes to the console as a [TextTable] or as JSON.
@NullMarked
package io.millrace.engine.cli.text;

import org.jspecify.annotations.NullMarked;

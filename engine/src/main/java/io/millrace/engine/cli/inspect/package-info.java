/// The command `inspect`: prints what a mapped file holds, without changing it.
///
/// [InspectCommand] takes a snapshot of the file, [InspectText] and [InspectJson] print it,
/// [NumpyLines] prints Python code that opens the arrays.
@NullMarked
package io.millrace.engine.cli.inspect;

import org.jspecify.annotations.NullMarked;

/// The command `bench`: what it takes and which reports it has.
///
/// What measures is the module `bench`, in a jar of its own, which the script `millrace` starts for this command.
@NullMarked
package io.millrace.engine.cli.bench;

import org.jspecify.annotations.NullMarked;

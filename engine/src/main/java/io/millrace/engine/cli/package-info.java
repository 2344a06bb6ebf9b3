/// The words the user types. Nothing imports this package.
///
/// [Main] finds the command and turns every failure into one line and an exit code. A command says
/// what it was asked to do as a record, does it, and hands a report to [Console], which prints it
/// as a table or as JSON.
///
/// | exit code | meaning                                                                     |
/// |----------:|-----------------------------------------------------------------------------|
/// |         0 | done                                                                        |
/// |         1 | it could not be done, or not all; a line for each cause on standard error   |
/// |         2 | the command was not understood; one line there                              |
///
/// The classes of pictures run in the workers of `images`: a [PictureTask] goes through
/// [PictureReader], [PictureColours], [PictureScaler], [Orientation] and [PictureWriter].
///
/// Standard output carries results only; with `--json` exactly one object or array.
@NullMarked
package io.millrace.engine.cli;

import org.jspecify.annotations.NullMarked;

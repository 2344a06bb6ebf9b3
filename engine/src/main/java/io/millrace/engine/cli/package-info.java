/// The program `millrace`. No other package imports this one.
///
/// [Main] names the commands; `Program` finds the one that is meant, runs it and turns every failure
/// into one line and an exit code. Each command has a sub-package: it reads its options into a record
/// (the plan), carries the plan out, and gives a report to `Console`, which prints the report as a
/// table or as JSON.
///
/// | exit code | meaning                                                                          |
/// |----------:|----------------------------------------------------------------------------------|
/// |         0 | the command did everything                                                       |
/// |         1 | the command failed, or did a part only; one line for each cause on standard error |
/// |         2 | the command line is wrong; one line on standard error                            |
///
/// Standard output carries results only; with `--json` exactly one object or array.
///
/// | package     | contents                                          | imports from here                        |
/// |-------------|---------------------------------------------------|------------------------------------------|
/// | `text`      | arguments, numbers, tables, JSON and messages     |                                          |
/// | `html`      | pages in HTML, with charts                        | `text`                                   |
/// | `pixels`    | pictures as rows of pixels, weights to scale them |                                          |
/// | `turbojpeg` | JPEG pictures by libjpeg-turbo                    |                                          |
/// | `manual`    | the manual page, and completions for shells       | `text`                                   |
/// | `session`   | file, workers and progress bar of one run         | `text`                                   |
/// | `squares`   | command `squares`                                 | `text`, `session`                        |
/// | `images`    | command `images`                                  | `text`, `session`, `pixels`, `turbojpeg` |
/// | `inspect`   | command `inspect`                                 | `text`, `html`                           |
/// | `top`       | command `top`                                     | `text`, `inspect`: its JSON and words    |
/// | `metrics`   | command `serve-metrics`                           | `text`                                   |
/// | `doctor`    | command `doctor`                                  | `text`, `turbojpeg`                      |
/// | `bench`     | command `bench`: what it takes                    | `text`                                   |
@NullMarked
package io.millrace.engine.cli;

import org.jspecify.annotations.NullMarked;

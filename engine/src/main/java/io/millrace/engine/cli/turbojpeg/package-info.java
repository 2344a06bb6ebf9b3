/// JPEG pictures by libjpeg-turbo, where this system has it: decoding at a fraction of the size, and
/// encoding.
///
/// [TurboJpeg] finds the library and calls its C interface through [TurboFunctions]. What the library
/// says about a picture is a [TurboJpegException].
@NullMarked
package io.millrace.engine.cli.turbojpeg;

import org.jspecify.annotations.NullMarked;

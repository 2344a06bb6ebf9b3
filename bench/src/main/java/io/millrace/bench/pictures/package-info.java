/// The command `images` beside a Python program with PIL: whole commands over a folder of pictures.
@NullMarked
package io.millrace.bench.pictures;

import org.jspecify.annotations.NullMarked;

/// Streams of files larger than the memory that they are given, beside a loop that only reads the file.
@NullMarked
package io.millrace.bench.stream;

import org.jspecify.annotations.NullMarked;

/// Values as bytes: what `Codec.any()` and `Codec.record(Class)` write and read.
///
/// Begin with [Tag], the format of a message; then [ValueWriter] and [ValueReader]. [ValueCodec] is
/// the interface through which other packages add kinds of objects.
@NullMarked
package io.millrace.shm.internal.codec;

import org.jspecify.annotations.NullMarked;

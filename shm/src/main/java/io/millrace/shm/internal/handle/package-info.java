/// Handles in messages: how queues, locks, arrays and all other handles of a memory travel.
///
/// The only `internal` package that knows the public handles. Nothing imports it: codecs find it by
/// `ServiceLoader`, as the [io.millrace.shm.internal.codec.HandleCodec].
@NullMarked
package io.millrace.shm.internal.handle;

import org.jspecify.annotations.NullMarked;

/// A map in the file, between threads of all attached processes.
///
/// `SharedMap` turns calls of users into calls of `internal.map`, which knows entries as bytes only: the
/// codecs of `message` write and read keys and values. Begin with `SharedMap`, then `internal.map.Stripe`.
@NullMarked
package io.millrace.shm.map;

import org.jspecify.annotations.NullMarked;

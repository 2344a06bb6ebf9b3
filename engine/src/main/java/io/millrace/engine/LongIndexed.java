package io.millrace.engine;

import java.io.Serializable;

/// Maps a `long` to a `long` with a look at where it stands: its index in the array or slice that the job goes
/// over; for `byte` and `short` inputs it works on the widened value.
@FunctionalInterface
public interface LongIndexed extends Serializable {

    long applyAsLong(long index, long value);
}

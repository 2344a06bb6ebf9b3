package io.millrace.engine;

import java.io.Serializable;

/// Maps an `int` to an `int` with a look at where it stands: its index in the array or slice that the job goes
/// over.
@FunctionalInterface
public interface IntIndexed extends Serializable {

    int applyAsInt(long index, int value);
}

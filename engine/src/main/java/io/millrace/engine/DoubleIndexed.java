package io.millrace.engine;

import java.io.Serializable;

/// Maps a `double` to a `double` with a look at where it stands: its index in the array or slice that the job goes
/// over.
@FunctionalInterface
public interface DoubleIndexed extends Serializable {

    double applyAsDouble(long index, double value);
}

package io.millrace.engine;

import java.io.Serializable;

/// Maps a `float` to a `float` with a look at where it stands: its index in the array or slice that the job goes
/// over.
@FunctionalInterface
public interface FloatIndexed extends Serializable {

    float applyAsFloat(long index, float value);
}

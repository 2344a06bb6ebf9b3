package io.millrace.spark.internal.source;

import io.millrace.engine.Pool;
import io.millrace.shm.ElementType;
import io.millrace.shm.data.NumericArray;
import java.util.Objects;

/// Elements that the pool of each node computes.
///
/// @param type of the elements; one that the generation makes
public record GeneratedLoader(long length, ElementType type, Generation generation) implements Loader {

    /// @throws IllegalArgumentException the length is negative, or elements of this type are not made so
    public GeneratedLoader {
        if (length < 0) {
            throw new IllegalArgumentException("bad length of an array: length=%s; give 0 or more".formatted(length));
        }
        if (!generation.makes(type)) {
            throw new IllegalArgumentException(
                    "the source makes elements of another type: wanted=%s, source=%s; generate elements of that type"
                            .formatted(type, generation.getClass().getSimpleName()));
        }
    }

    @Override
    public void load(Pool pool, NumericArray target, long from) {
        Objects.checkFromIndexSize(from, target.length(), length);
        if (target.elementType() != type) {
            throw new IllegalArgumentException(
                    "the array has another type than the source: array=%s, source=%s".formatted(target, type));
        }
        generation.run(pool, target, from);
    }
}

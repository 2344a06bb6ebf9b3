package io.millrace.engine.cli;

import io.millrace.engine.KernelKind;
import io.millrace.engine.WorkerKind;
import io.millrace.shm.ElementType;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// What `squares` was asked to do, complete and checked.
///
/// @param values where the numbers come from
/// @param repeat how often each step runs
/// @param output `.npy` file for the squares
/// @param keep path of the mapped file when it shall stay
record SquaresPlan(
        Values values,
        Placement placement,
        int workers,
        WorkerKind workerKind,
        KernelKind kernel,
        int repeat,
        @Nullable Path output,
        @Nullable Path keep) {

    /// Where the squares go.
    enum Placement {
        /// Into an array of their own.
        APART,
        /// Over the inputs.
        IN_PLACE
    }

    /// Where the numbers come from.
    sealed interface Values {
        ElementType type();

        long[] shape();

        /// Random whole numbers from `low` to below `high`.
        record Random(ElementType type, long elements, long low, long high, long seed) implements Values {
            @Override
            public long[] shape() {
                return new long[] {elements};
            }
        }

        /// A file of numpy.
        record File(Path path, ElementType type, long[] shape) implements Values {}

        default long elements() {
            return Arrays.stream(shape()).reduce(1, Math::multiplyExact);
        }
    }

    /// Copying into it shows the memory's speed when there is no other array: large enough to be
    /// beyond the caches.
    private static final long SCRATCH_BYTES = 256L << 20;

    ElementType inputType() {
        return values.type();
    }

    /// `byte` and `short` are widened for their squares.
    ElementType outputType() {
        return widened(inputType());
    }

    static ElementType widened(ElementType type) {
        return type == ElementType.BYTE || type == ElementType.SHORT ? ElementType.LONG : type;
    }

    boolean inPlace() {
        return placement == Placement.IN_PLACE;
    }

    long inputBytes() {
        return Math.multiplyExact(values.elements(), inputType().byteSize());
    }

    long outputBytes() {
        return Math.multiplyExact(values.elements(), outputType().byteSize());
    }

    /// Whether the numbers of the file must be kept aside, to be squared in place again.
    boolean keepsOriginal() {
        return inPlace() && repeat > 1 && values instanceof Values.File;
    }

    /// Of the array that only the measurement of the memory's speed writes.
    long scratchBytes() {
        return inPlace() ? Math.min(inputBytes(), SCRATCH_BYTES) : 0;
    }

    /// What all arrays take in the mapped file.
    long fileBytes() {
        long arrays = Math.addExact(inputBytes(), inPlace() ? scratchBytes() : outputBytes());
        return Math.addExact(arrays, keepsOriginal() ? inputBytes() : 0);
    }
}

package io.millrace.engine.cli.squares;

import io.millrace.engine.KernelKind;
import io.millrace.engine.WorkerKind;
import io.millrace.shm.ElementType;
import io.millrace.shm.MemoryHandle;
import io.millrace.shm.data.NumericArray;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The checked options of `squares`.
///
/// @param values source of the numbers
/// @param repeat number of runs of each step
/// @param output `.npy` file for the squares; null: they are not saved
/// @param keep path of the mapped file; null: the file is temporary
record SquaresPlan(
        Values values,
        Placement placement,
        int workers,
        WorkerKind workerKind,
        KernelKind kernel,
        int repeat,
        @Nullable Path output,
        @Nullable Path keep) {

    /// Where the squares are written.
    enum Placement {
        /// Into a second array.
        APART,
        /// Over the inputs, in place.
        IN_PLACE
    }

    /// The source of the numbers.
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

        /// A file.
        record File(ElementType type, long[] shape, Loading loading) implements Values {}

        /// Makes an array of the numbers of a file.
        @FunctionalInterface
        interface Loading {
            NumericArray load(MemoryHandle memory, String name);
        }

        default long elements() {
            return Arrays.stream(shape()).reduce(1, Math::multiplyExact);
        }
    }

    /// Smaller arrays measure the caches, not the memory.
    private static final long BEYOND_CACHES = 256L << 20;

    /// Steps over smaller arrays take about a millisecond, and workers some hundred to start.
    private static final long WORTH_A_WAIT = 16L << 20;

    /// Size of the array into which the measurement of the memory copies, if there is no second
    /// array: larger than the caches.
    private static final long SCRATCH_BYTES = 256L << 20;

    ElementType inputType() {
        return values.type();
    }

    /// The type of the squares: `long` for `byte` and `short`.
    ElementType outputType() {
        return widened(inputType());
    }

    static ElementType widened(ElementType type) {
        return type == ElementType.BYTE || type == ElementType.SHORT ? ElementType.LONG : type;
    }

    /// Whether the memory, not a cache, bounds the speed of a step.
    boolean isBeyondCaches() {
        return inputBytes() >= BEYOND_CACHES;
    }

    /// Whether the steps are measured with all workers.
    boolean needsWorkers() {
        return inputBytes() >= WORTH_A_WAIT;
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

    /// Whether a copy of the loaded numbers is needed to repeat the squares in place.
    boolean keepsOriginal() {
        return inPlace() && repeat > 1 && values instanceof Values.File;
    }

    /// The size of the array that only the measurement of the memory writes.
    long scratchBytes() {
        return inPlace() && isBeyondCaches() ? Math.min(inputBytes(), SCRATCH_BYTES) : 0;
    }

    /// The size of all arrays in the mapped file.
    long fileBytes() {
        long arrays = Math.addExact(inputBytes(), inPlace() ? scratchBytes() : outputBytes());
        return Math.addExact(arrays, keepsOriginal() ? inputBytes() : 0);
    }
}

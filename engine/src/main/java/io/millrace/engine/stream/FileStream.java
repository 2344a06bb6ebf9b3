package io.millrace.engine.stream;

/// A file of numbers that a pool computes over piece by piece, by `pool.stream(path)`. While the pool computes one
/// piece, the next ones are read and the ones before are written.
///
/// **Files.** A name that ends in `.npy` is a file of numpy's, of the formats, orders and element types that
/// [io.millrace.shm.data.Npy] takes; another type than the one that is asked for is refused. Any other file holds the
/// elements one after the other, little endian, and nothing else.
///
/// **Results** have the bits that the pool gives for the whole file in one array, whatever the size of a piece, the
/// number of workers and their deaths.
///
/// **Output.** It is written under a temporary name beside its place and renamed at the end: it is there as a whole or
/// not at all, and may be the input file. A name that ends in `.npy` gives a file of numpy's with the shape of the
/// input.
///
/// **Memory.** A call makes a region `stream-...` in the pool's memory for the pieces, and drops it at its end, however
/// it ends; the recoverer of a process that died in a call drops the region of that process.
///
/// **Failures.** Each call throws, and then leaves no output:
///
/// | exception                               | when                                                               |
/// |-----------------------------------------|--------------------------------------------------------------------|
/// | [io.millrace.shm.FileAccessException]   | the input cannot be read or becomes shorter, or no output is written |
/// | [io.millrace.shm.FileFormatException]   | the input has no whole number of elements, or a `.npy` does not fit |
/// | [io.millrace.shm.OutOfSpaceException]   | the memory has no room for the smallest pieces                     |
/// | [io.millrace.shm.JobCancelledException] | the thread is interrupted, or the pool is shut down                |
/// | [io.millrace.shm.WorkerException]       | a function of your own throws, or too many workers die of one chunk |
/// | `IllegalStateException`                 | the pool is closed, also between two pieces                        |
///
/// A stream is a description: it opens the file with each call, and any thread may call.
public interface FileStream {
    /// Bytes that a call uses for its pieces unless [#memory] says otherwise: 5 MiB, which gives pieces of 1 MiB. They
    /// stay in the second-level cache between the read and the job, and the calling thread computes built-in
    /// functions of them alone. Larger pieces pay off for functions that take long.
    long DEFAULT_MEMORY_BYTES = 5L << 20;

    /// The fewest bytes that a call can do with: five pieces of one block of 4,096 elements of eight bytes.
    long MIN_MEMORY_BYTES = 5L * 4096 * Long.BYTES;

    /// As this one, with calls that use at most that many bytes of the pool's memory for their pieces. They use less
    /// where the file is small, or the memory has less room.
    ///
    /// @throws IllegalArgumentException when it is below [#MIN_MEMORY_BYTES]
    FileStream memory(long byteSize);

    /// The file as numbers of `double`.
    DoubleFileStream doubles();

    /// The file as numbers of `float`.
    FloatFileStream floats();

    /// The file as numbers of `long`.
    LongFileStream longs();

    /// The file as numbers of `int`.
    IntFileStream ints();
}

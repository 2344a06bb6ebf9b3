/// Regions become numbers: six array types, six value types, counters, arrays of records, and `.npy`
/// files.
///
/// ```text
///   region "prices"      0        1        2       ...                       length - 1
///                   +--------+--------+--------+--------+--------+--------+--------+
///   DoubleArray     | double | double | double |        |        |        |        |
///                   +--------+--------+--------+--------+--------+--------+--------+
///   slice(2, 5)                       [ 0        1        2    )           start() = 2
/// ```
///
/// **Memory order stands in the name.** What a method promises to other threads and other
/// processes:
///
/// | method                                 | order                                              |
/// |----------------------------------------|----------------------------------------------------|
/// | array `get` `set`                      | plain: none                                        |
/// | value `getPlain` `setPlain`            | plain: none                                        |
/// | `getAcquire`                           | sees all that stood before the `setRelease` it saw |
/// | `setRelease`                           | all earlier reads and writes stand before it       |
/// | `getVolatile` `setVolatile`            | as a Java `volatile`: one total order              |
/// | value `get` `set`                      | as a Java `volatile`: one total order              |
/// | `compareAndSet` `getAnd...` `...AndGet`| volatile, and one step for everybody else          |
/// | counter `increment` `add` `sum`        | volatile, and `add` is one step for everybody else |
/// | `copyFrom copyTo fill setAll`          | plain, element by element                          |
/// | `toArray` `stream`                     | plain, element by element                          |
///
/// A single element is never torn: a reader sees a value that somebody wrote. A process that is
/// killed in the middle of a bulk call leaves the elements before that point written, the others
/// not. An array has plain `get` and `set` because it is what loops run over; a value has volatile
/// ones because it is what processes tell each other with, as `AtomicLong` does.
///
/// **How atomics work on every type.** `int` and `long` have instructions of their own. `float` and
/// `double` are compared by their bits (so a NaN equals itself and `0.0` differs from `-0.0`), sums
/// go through a compare-and-set loop. `byte` and `short` are compared and set inside the aligned
/// `int` around them; the neighbours in that `int` keep their values.
///
/// **Ends.** After `SharedMemory.close` every access throws `IllegalStateException`. After a drop,
/// slices, bulk calls and atomics throw `RegionDroppedException` at once, single reads and writes
/// at the latest when this process noticed. A write through a memory that was attached read-only
/// throws `UnsupportedOperationException`. None of this costs a plain access anything: the mapping
/// itself refuses, and only then is the reason looked up.
///
/// Objects of this package are handles: cheap, safe to share between threads, compared by identity.
@NullMarked
package io.millrace.shm.data;

import org.jspecify.annotations.NullMarked;

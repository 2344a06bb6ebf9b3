/// The layout of a pool's tables in the file: their rows, words and bits.
///
/// | to read about                                       | begin with                |
/// |-----------------------------------------------------|---------------------------|
/// | which tables there are, how many rows, and where    | `PoolShape`, `PoolHeader` |
/// | the bits that all words of tables have in common    | `JobWord`                 |
/// | a job                                               | `JobRow`, `JobPayload`    |
/// | a chunk of a job, a block of a chunk                | `ChunkRow`, `Block`       |
/// | a batch of object tasks                             | `TaskRow`, `TaskSpec`     |
/// | its items and results                               | `Column`                  |
/// | who computes, with which scratch memory             | `WorkerSlots`             |
///
/// The methods are static and take the memory of a row, those of `WorkerSlots` excepted. The memory
/// order stands in the name of a method; a method without such a suffix makes a plain access. The
/// table of a class says who writes a field; the states and transitions of a word stand at the class
/// of `engine.internal.job` that the comment of the row names.
@NullMarked
package io.millrace.engine.internal.layout;

import org.jspecify.annotations.NullMarked;

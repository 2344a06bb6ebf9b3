/// Streams of files: pieces of a file are read, computed as jobs of the pool, and written, all at the same time.
///
/// ```text
///   file ──▶ reader thread ──▶ 3 inputs ──▶ calling thread: a job a piece ──▶ 2 outputs ──▶ writer thread ──▶ file
///            InputFile         Buffers      Pipeline                          Buffers       OutputFile
/// ```
///
/// A reader begins with `StreamCalls`, which says what is computed; `Pipeline` says when.
///
/// **Invariants.** 1. A piece begins at a multiple of its size, a power of two blocks, so that it is a node of the tree
/// of the whole array. 2. A buffer belongs to one of the three threads at a time; a `Future` hands it on. 3. No thread
/// uses the buffers when they are dropped.
@NullMarked
package io.millrace.engine.internal.stream;

import org.jspecify.annotations.NullMarked;

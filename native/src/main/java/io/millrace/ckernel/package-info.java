/// The C kernels and how Java calls them.
///
/// ```text
///   CLibrary.load()            finds or unpacks libmillrace.so, opens it once in this JVM
///        │ isa()               what it chose: AVX512, AVX2, SSE2 or NEON
///        ▼ kernels()
///   CKernels.map("map_square_f64") ... -> MapFunction: checks lengths, then jumps into C
///        │                             one call for any number of blocks: BlockCall
///        │                             several kernels in one call: ProgramFunction
///        │                             a chunk in place, with its redo record: RedoChunk
///        ▼ Watch                       a word by which another thread or process ends the call
/// ```
///
/// The library itself says which kernels it has, so nothing is listed twice. Every instruction set
/// gives the same bits; `src/main/c/kernels.h` says what each kernel computes. Segments are all
/// that passes: this package knows no arrays.
@NullMarked
package io.millrace.ckernel;

import org.jspecify.annotations.NullMarked;

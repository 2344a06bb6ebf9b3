/// The layout of the file: offsets, fields and bits; no input or output, no state. The comment of
/// each class begins with its table of fields or bits; a test compares the tables with the code.
/// The page `docs/internals/protocols.md` has a row for each word.
@NullMarked
package io.millrace.shm.internal.layout;

import org.jspecify.annotations.NullMarked;

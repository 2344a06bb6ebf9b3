/// Waiting on a word of the file. A wake is a hint, the word is the truth: nobody sleeps longer
/// than a slice.
@NullMarked
package io.millrace.shm.sync;

import org.jspecify.annotations.NullMarked;

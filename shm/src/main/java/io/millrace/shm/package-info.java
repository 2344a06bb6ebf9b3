/// One memory-mapped file shared by several JVMs: named regions of numbers, and the words between processes.
@NullMarked
package io.millrace.shm;

import org.jspecify.annotations.NullMarked;

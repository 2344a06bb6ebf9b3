/// Memory becomes named pieces: directory, allocation, drop. Free space is derived from the rows,
/// never stored; a row is changed under one gate, and its state word says who is at work on it.
@NullMarked
package io.millrace.shm.region;

import org.jspecify.annotations.NullMarked;

/// What is where in the file: numbers only, no input or output, no state. Each class shows its
/// table first; a test compares the tables with the code.
@NullMarked
package io.millrace.shm.layout;

import org.jspecify.annotations.NullMarked;

/// Loops in C, found and called: knows addresses and lengths, nothing of files or jobs.
@NullMarked
package io.millrace.ckernel;

import org.jspecify.annotations.NullMarked;

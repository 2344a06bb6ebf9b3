/// Tests of programs that use Millrace: a memory and a pool of its own for each test, and a failure for
/// what the test leaves behind.
@NullMarked
package io.millrace.junit;

import org.jspecify.annotations.NullMarked;

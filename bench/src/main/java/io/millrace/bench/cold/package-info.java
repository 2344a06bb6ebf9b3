/// What a program meets that has just started: each figure is of a JVM that does one thing once.
@NullMarked
package io.millrace.bench.cold;

import org.jspecify.annotations.NullMarked;

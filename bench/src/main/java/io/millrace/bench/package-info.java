/// How fast it is, measured beside what the machine allows.
@NullMarked
package io.millrace.bench;

import org.jspecify.annotations.NullMarked;

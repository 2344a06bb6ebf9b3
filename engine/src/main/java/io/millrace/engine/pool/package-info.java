/// Workers seen from outside: launched, watched, replaced, sent home.
@NullMarked
package io.millrace.engine.pool;

import org.jspecify.annotations.NullMarked;

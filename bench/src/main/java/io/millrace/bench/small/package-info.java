/// Jobs over few elements, after few calls and after many.
@NullMarked
package io.millrace.bench.small;

import org.jspecify.annotations.NullMarked;

/// Publishers of `java.util.concurrent.Flow` over sources that a thread waits for.
@NullMarked
package io.millrace.shm.internal.flow;

import org.jspecify.annotations.NullMarked;

package io.millrace.junit;

import io.millrace.engine.WorkerKind;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/// Gives tests a memory and a pool of their own as parameters, and fails those that leave something behind.
///
/// ```java
/// @MillraceTest(workers = 2)
/// class PricesTest {
///     @Test
///     void squares(SharedMemory memory, Pool pool) {
///         ...
///     }
/// }
/// ```
///
/// On a class for all its tests, on a method for that one. See [MillraceExtension].
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@ExtendWith(MillraceExtension.class)
public @interface MillraceTest {
    /// How many bytes the regions of the memory may use.
    long byteSize() default 16L << 20;

    /// Workers of the pool, 1 to 1,000.
    int workers() default 2;

    /// What the workers are. Threads start at once; only processes show what a lambda captures wrongly.
    WorkerKind workerKind() default WorkerKind.PROCESS;
}

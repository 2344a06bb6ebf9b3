package io.millrace.engine.internal.task;

import io.millrace.engine.RemoteCallable;
import io.millrace.engine.RemoteRunnable;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/// Tasks in the forms that code for executors of the JDK has, as records that travel with what they wrap.
public final class ForeignTask {
    private ForeignTask() {}

    /// Travels if `body` does.
    public record OfCallable<R extends @Nullable Object>(Callable<R> body) implements RemoteCallable<R> {
        @Override
        public R call() throws Exception {
            return body.call();
        }
    }

    /// Travels if `body` does; without a result.
    public record OfRunnable(Runnable body) implements RemoteCallable<@Nullable Object> {
        @Override
        public @Nullable Object call() {
            body.run();
            return null;
        }
    }

    /// As [OfRunnable], of code that may throw.
    public record OfAction(RemoteRunnable body) implements RemoteCallable<@Nullable Object> {
        @Override
        public @Nullable Object call() throws Exception {
            body.run();
            return null;
        }
    }
}

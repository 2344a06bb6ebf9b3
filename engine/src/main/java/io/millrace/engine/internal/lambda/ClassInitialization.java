package io.millrace.engine.internal.lambda;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Finds what a static initializer threw. The JVM throws `ExceptionInInitializerError`, without a
/// message, at the first use of the class and `NoClassDefFoundError` at later uses; both have the
/// exception of the initializer among their causes.
public final class ClassInitialization {
    /// The limit for a chain of causes, which may form a ring.
    private static final int MAX_CAUSES = 64;

    private ClassInitialization() {}

    /// What the static initializer threw; empty when `failure` has another cause.
    public static Optional<Throwable> reason(Throwable failure) {
        Throwable at = failure;
        for (int depth = 0; at != null && depth < MAX_CAUSES; depth++) {
            if (at instanceof ExceptionInInitializerError) {
                return Optional.of(at.getCause() == null ? at : at.getCause());
            }
            at = cause(at);
        }
        return Optional.empty();
    }

    private static @Nullable Throwable cause(Throwable thrown) {
        try {
            return thrown.getCause();
        } catch (Throwable failure) { // thrown by user code
            return null;
        }
    }
}

package io.millrace.engine.internal.worker;

import java.util.Optional;

/// Whether a process that Millrace started may start processes itself.
///
/// Tasks may start processes. Code that runs because a class is loaded may not: each process that
/// it starts loads the class too and starts more. Such code is a static initializer, at any time,
/// and any code that runs before the first call of user code, such as the constructor of a service.
public final class NestedStart {
    private static final String STATIC_INITIALIZER = "<clinit>";

    /// True in a child until it calls user code for the first time; false in other processes.
    private static volatile boolean preparing = ProcessIdentity.current().isPresent();

    private NestedStart() {}

    /// Says that this process is about to call user code.
    static void userCodeBegins() {
        preparing = false;
    }

    /// Checks that the calling thread may start processes.
    ///
    /// @param what what it starts, for the message
    /// @throws IllegalStateException when each started process would start more
    public static void require(String what) {
        Optional<ProcessIdentity> own = ProcessIdentity.current();
        if (own.isEmpty()) {
            return;
        }
        Optional<String> type = initialisedType();
        if (type.isPresent()) {
            throw new IllegalStateException(
                    ("%s is started by a static initializer in a process that Millrace started: class=%s,"
                            + " process=%s; every process that loads this class would start more: start it in a"
                            + " method that main or a task calls, and not in a static initializer")
                            .formatted(what, type.get(), own.get().name()));
        }
        if (preparing) {
            throw new IllegalStateException(
                    ("%s is started before the first task, in a process that Millrace started: process=%s; every"
                            + " such process would start more: start it in a method that main or a task calls")
                            .formatted(what, own.get().name()));
        }
    }

    /// The outermost class that this thread is initialising.
    private static Optional<String> initialisedType() {
        return StackWalker.getInstance().walk(frames -> frames.filter(
                        frame -> frame.getMethodName().equals(STATIC_INITIALIZER))
                .reduce((inner, outer) -> outer)
                .map(StackWalker.StackFrame::getClassName));
    }
}

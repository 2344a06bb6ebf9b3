package io.millrace.engine;

import io.millrace.engine.internal.worker.WorkerSelf;
import io.millrace.shm.SharedMemory;

/// The worker of a pool in which code runs: a task, or the initializer of a pool.
///
/// ```java
/// pool.mapAll(words, word -> Worker.current().state(Parser.class, Parser::new).parse(word));
/// ```
public final class Worker {
    private final WorkerSelf self;

    private Worker(WorkerSelf self) {
        this.self = self;
    }

    /// The worker that runs the calling code.
    ///
    /// @throws IllegalStateException when no worker does: in the submitter, and in a thread that a task
    ///         started
    public static Worker current() {
        return new Worker(WorkerSelf.current()
                .orElseThrow(() -> new IllegalStateException(
                        ("this code runs in no worker of a pool: thread=%s; call Worker.current() in the task's"
                                + " own thread")
                                .formatted(Thread.currentThread().getName()))));
    }

    /// The number of the worker, from 0. Workers of a pool that live at the same time have different
    /// numbers; the replacement of a dead worker may get its number.
    public int index() {
        return self.index();
    }

    /// The file of the pool.
    public SharedMemory memory() {
        return (SharedMemory) self.memory().handle();
    }

    /// The object of that class that this worker keeps from task to task: `maker` makes it in the first
    /// call, and it is gone with the worker. An exception of `maker` is thrown unchanged, checked ones
    /// without being declared.
    public <T> T state(Class<T> type, RemoteSupplier<? extends T> maker) {
        try {
            return self.state(type, maker);
        } catch (Exception failure) {
            throw Worker.<RuntimeException>unchecked(failure);
        }
    }

    @SuppressWarnings("unchecked")
    private static <X extends Exception> X unchecked(Exception failure) throws X {
        throw (X) failure;
    }
}

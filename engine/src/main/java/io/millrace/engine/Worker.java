package io.millrace.engine;

import io.millrace.engine.worker.WorkerSelf;
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
    /// @throws IllegalStateException when that is none: in the submitter, or in a thread that a task
    ///         started
    public static Worker current() {
        return new Worker(WorkerSelf.current()
                .orElseThrow(() -> new IllegalStateException(
                        "this code runs in no worker of a pool: thread=%s; call Worker.current() in the task's own thread"
                                .formatted(Thread.currentThread().getName()))));
    }

    /// Its number, from 0: no two workers of a pool that live at the same time have the same. The
    /// replacement of one that died may get its number.
    public int index() {
        return self.index();
    }

    /// The file of the pool.
    public SharedMemory memory() {
        return (SharedMemory) self.memory();
    }

    /// What this worker keeps from task to task: made by the first call for that class, and gone with
    /// the worker. What `maker` throws arrives unchanged, an exception that the caller need not declare.
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

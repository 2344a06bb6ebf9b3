package io.millrace.engine.cli.session;

import io.millrace.engine.Pool;
import io.millrace.engine.PoolOptions;
import io.millrace.shm.FileAccessException;
import io.millrace.shm.JobCancelledException;
import io.millrace.shm.MillraceException;
import io.millrace.shm.SharedMemory;
import java.io.IOException;
import java.nio.file.Files;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The mapped file and the workers of one run of a command. The session removes both when the run
/// ends: because it is done, because it failed, or because of Ctrl-C or SIGTERM (by a shutdown
/// hook). A file stays only if it was created to be kept and [#keep] was called.
public final class Session implements AutoCloseable {
    /// How long the hook waits for an orderly end before it removes the file. Workers exit with
    /// this process in any case.
    private static final int TIMEOUT_SECONDS = 5;

    private final Thread hook = new Thread(this::abort, "millrace-cleanup");
    /// Held while the file or the pool is created or removed, so that the hook finds both complete.
    private final ReentrantLock lock = new ReentrantLock();

    private volatile @Nullable SharedMemory memory;
    private volatile @Nullable FileWatch watch;
    private volatile @Nullable Pool pool;
    private volatile boolean ended;
    private Runnable cleanup = () -> {};
    private boolean temporary;
    private boolean keep;

    public Session() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /// Creates a file that is removed when this process closes it.
    public SharedMemory temporary(Supplier<SharedMemory> creation) {
        temporary = true;
        return persistent(creation);
    }

    /// Creates a file that stays if [#keep] is called.
    public SharedMemory persistent(Supplier<SharedMemory> creation) {
        return make(() -> {
            SharedMemory created = creation.get();
            memory = created;
            watch = FileWatch.of(created.file());
            return created;
        });
    }

    /// Starts the workers.
    public Pool start(SharedMemory file, PoolOptions options) {
        return make(() -> {
            Pool started = Pool.start(file, options);
            pool = started;
            return started;
        });
    }

    /// Registers an action that runs after the workers have exited, however the run ends.
    public void atEnd(Runnable cleanup) {
        this.cleanup = cleanup;
    }

    private <T> T make(Supplier<T> creation) {
        lock.lock();
        try {
            if (ended) {
                throw new JobCancelledException("the command was told to stop");
            }
            return creation.get();
        } finally {
            lock.unlock();
        }
    }

    /// The exception to report for a failure: a cancellation if the command was told to stop, and
    /// the damage if another process has damaged the file.
    public RuntimeException explained(Throwable failure) {
        if (ended) {
            return new JobCancelledException("the command was told to stop", failure);
        }
        FileWatch file = watch;
        FileAccessException damage = file == null ? null : file.damage();
        if (damage != null) {
            damage.addSuppressed(failure);
            return damage;
        }
        return failure instanceof RuntimeException known
                ? known
                : new MillraceException(
                        "the mapped file cannot be used: cause=%s; look at its file system".formatted(failure),
                        failure);
    }

    /// Checks a file that is to be kept.
    ///
    /// @throws FileAccessException when the file was removed, replaced or cut
    public void checkFile() {
        FileWatch file = watch;
        if (file != null && !temporary) {
            file.check();
        }
    }

    /// Lets the file stay, because its contents are complete.
    public void keep() {
        checkFile();
        keep = true;
    }

    @Override
    public void close() {
        lock.lock();
        try {
            release();
        } finally {
            lock.unlock();
        }
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException shuttingDown) {
            // the hook runs or has run; release() does nothing the second time
        }
    }

    /// Ends the run from the shutdown hook.
    private void abort() {
        ended = true;
        Pool running = pool;
        if (running != null) {
            running.shutdownNow();
        }
        try {
            if (lock.tryLock(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                try {
                    release();
                } finally {
                    lock.unlock();
                }
                return;
            }
        } catch (InterruptedException hurried) {
            // removes the file at once
        }
        unlink(memory);
    }

    private void release() {
        SharedMemory file = memory;
        Pool running = pool;
        try {
            if (running != null) {
                running.close();
            }
            pool = null;
        } catch (InternalError unmapped) {
            // the file was cut: the workers cannot be told to exit, and exit with this process
        } finally {
            if (file != null) {
                remove(file);
            }
            memory = null;
            cleanup.run();
        }
    }

    private void remove(SharedMemory file) {
        try {
            if (temporary || keep) {
                file.close();
            } else {
                file.delete();
            }
        } catch (IllegalStateException | InternalError stillInUse) {
            // a pool could not be closed: the name is removed now, the memory after the last process
            unlink(file);
        }
    }

    private void unlink(@Nullable SharedMemory file) {
        FileWatch named = watch;
        if (file != null && (temporary || !keep) && named != null && named.isNamed()) {
            try {
                Files.deleteIfExists(file.file());
            } catch (IOException leftForSweep) {
                // the next sweep removes it
            }
        }
    }
}

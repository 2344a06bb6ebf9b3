package io.millrace.engine.cli;

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

/// The mapped file and the workers of one run. Both are gone when it ends, however it ends: done,
/// failed, or told to by Ctrl-C or SIGTERM (a shutdown hook). Only a file that was to be kept, and
/// only after [#keep], stays.
final class Session implements AutoCloseable {
    /// How long the hook lets an orderly end take before it removes the file's name itself. Workers
    /// end with this process anyway.
    private static final int PATIENCE_SECONDS = 5;

    private final Thread hook = new Thread(this::abort, "millrace-cleanup");
    /// Held while something is made or removed, so that the hook finds it complete.
    private final ReentrantLock lock = new ReentrantLock();

    private volatile @Nullable SharedMemory memory;
    private volatile @Nullable FileWatch watch;
    private volatile @Nullable Pool pool;
    private volatile boolean ended;
    private Runnable cleanup = () -> {};
    private boolean temporary;
    private boolean keep;

    Session() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /// Makes a file that goes away by itself when this process closes it.
    SharedMemory temporary(Supplier<SharedMemory> creation) {
        temporary = true;
        return persistent(creation);
    }

    /// Makes a file that stays if [#keep] is called.
    SharedMemory persistent(Supplier<SharedMemory> creation) {
        return make(() -> {
            SharedMemory created = creation.get();
            memory = created;
            watch = FileWatch.of(created.file());
            return created;
        });
    }

    /// Starts the workers.
    Pool start(SharedMemory file, PoolOptions options) {
        return make(() -> {
            Pool started = Pool.start(file, options);
            pool = started;
            return started;
        });
    }

    /// Has something done after the workers are gone, however that comes.
    void atEnd(Runnable cleanup) {
        this.cleanup = cleanup;
    }

    private <T> T make(Supplier<T> creation) {
        lock.lock();
        try {
            if (ended) {
                throw new JobCancelledException("told to stop");
            }
            return creation.get();
        } finally {
            lock.unlock();
        }
    }

    /// What to tell the user about a failure: nothing when it came from being told to stop; what
    /// became of the file when somebody damaged it.
    RuntimeException explained(Throwable failure) {
        if (ended) {
            return new JobCancelledException("told to stop", failure);
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

    /// A file that was to be kept must still be there.
    ///
    /// @throws FileAccessException when it was removed, replaced or cut
    void checkFile() {
        FileWatch file = watch;
        if (file != null && !temporary) {
            file.check();
        }
    }

    /// The result is complete: the file may stay.
    void keep() {
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

    /// On the way down: nobody waits for the result any more.
    private void abort() {
        ended = true;
        Pool running = pool;
        if (running != null) {
            running.shutdownNow();
        }
        try {
            if (lock.tryLock(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                try {
                    release();
                } finally {
                    lock.unlock();
                }
                return;
            }
        } catch (InterruptedException hurried) {
            // then at once
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
            // a file cut short: the workers cannot be told, they end with this process
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
            // by a pool that could not be closed: the file's name goes now, its memory with the last process
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

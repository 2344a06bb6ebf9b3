package io.millrace.engine.internal.pool;

import io.millrace.shm.internal.wait.Pause;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedList;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// Completes the jobs of one pool, and with that runs the stages that depend on them.
///
/// ```text
///   announce ──▶ complete ──▶ its stages run ──▶ over
///      └───────────── open: close waits for these ─┘
/// ```
///
/// The thread that ends a job completes it if nothing depends on it. Stages that depend on a job are code
/// of the user's, which may wait for anything, other jobs of the pool included: a thread of this class
/// completes such a job. There is one thread for each completion that runs, so that a stage that waits
/// holds up no other; beyond [#MAX_THREADS] completions queue.
///
/// **Close.** [#awaitAll] returns when no completion is open. A stage may close the pool: then the call
/// waits neither for the completion of that stage nor for those of other stages that do the same.
///
/// **No memory.** A thread runs a completion again until there is memory enough to complete the job. No lambda
/// is on the way: the JVM links one at its first use, and where that finds no memory, no later use succeeds.
public final class Completions {
    private static final int MAX_THREADS = 256;
    private static final long IDLE_MILLIS = Duration.ofSeconds(10).toMillis();

    /// Keeps what it holds when an addition finds no memory; an `ArrayDeque` that cannot grow loses it all.
    private final Queue<Runnable> queue = new LinkedList<>();
    private final Map<Thread, Integer> depths = new HashMap<>();
    private int threads;
    private int idle;
    private int open;
    private int closing;

    /// A job has ended; a call of [#complete] or [#completeElsewhere] follows.
    public synchronized void announce() {
        open++;
    }

    /// Completes a job that was announced: here, or in another thread if stages depend on it.
    public void complete(CompletableFuture<?> job, Runnable completion) {
        if (job.getNumberOfDependents() == 0) {
            run(completion);
        } else {
            completeElsewhere(completion);
        }
    }

    /// Completes a job that was announced, in another thread than the calling one.
    public void completeElsewhere(Runnable completion) {
        boolean queued = false;
        try {
            queued = enqueue(completion);
        } catch (OutOfMemoryError noThread) {
            // then this thread runs the completion
        }
        if (!queued) {
            run(completion);
        }
    }

    /// @return true; throws when no thread can be started and no other will take the completion
    private synchronized boolean enqueue(Runnable completion) {
        queue.add(completion);
        if (idle >= queue.size()) {
            notifyAll();
        } else if (threads < MAX_THREADS) {
            threads++;
            boolean started = false;
            try {
                Thread.ofPlatform().daemon().name("millrace-completion").start(new Worker());
                started = true;
            } finally {
                if (!started) {
                    threads--;
                    queue.remove(completion);
                }
            }
        }
        return true;
    }

    private final class Worker implements Runnable {
        @Override
        public void run() {
            for (Runnable next = take(); next != null; next = take()) {
                Completions.this.run(next);
            }
        }
    }

    /// @return null when this thread is to end
    private synchronized @Nullable Runnable take() {
        idle++;
        long end = System.nanoTime() + Duration.ofMillis(IDLE_MILLIS).toNanos();
        try {
            while (queue.isEmpty() && System.nanoTime() - end < 0) {
                wait(IDLE_MILLIS);
            }
        } catch (InterruptedException byStage) {
            // a stage left the flag set: the next completion starts another thread
        } finally {
            idle--;
        }
        Runnable next = queue.poll();
        if (next == null) {
            threads--;
        }
        return next;
    }

    private void run(Runnable completion) {
        boolean entered = false;
        boolean over = false;
        try {
            while (!over) {
                try {
                    entered = entered || enter();
                    completion.run();
                    over = true;
                } catch (OutOfMemoryError noMemory) {
                    Pause.withoutMemory(this);
                }
            }
        } finally {
            leave(entered);
        }
    }

    private synchronized boolean enter() {
        depths.put(Thread.currentThread(), depth() + 1);
        return true;
    }

    /// In how many completions the calling thread is.
    private int depth() {
        return depths.getOrDefault(Thread.currentThread(), 0);
    }

    private synchronized void leave(boolean entered) {
        if (entered) {
            int outer = depth() - 1;
            if (outer == 0) {
                depths.remove(Thread.currentThread());
            } else {
                depths.put(Thread.currentThread(), outer);
            }
        }
        open--;
        notifyAll();
    }

    /// Whether the calling thread runs a stage.
    public synchronized boolean isStage() {
        return depths.containsKey(Thread.currentThread());
    }

    /// Returns when every announced completion is over, without those whose stages wait here themselves.
    /// Keeps the flag of an interrupted thread.
    public void awaitAll() {
        boolean interrupted = Thread.interrupted();
        synchronized (this) {
            int own = depth();
            closing += own;
            notifyAll();
            while (open > closing) {
                interrupted |= await();
            }
            closing -= own;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /// @return whether the thread was interrupted
    private boolean await() {
        try {
            wait();
            return false;
        } catch (InterruptedException later) {
            return true;
        }
    }
}

package io.millrace.bench.waiting;

import io.millrace.shm.BarrierBrokenException;
import io.millrace.shm.EndOfStreamException;
import io.millrace.shm.PeerDiedException;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.data.LongValue;
import io.millrace.shm.message.Codec;
import io.millrace.shm.message.Connection;
import io.millrace.shm.message.Delivery;
import io.millrace.shm.sync.LockOptions;
import io.millrace.shm.sync.LockOptions.OnOwnerDeath;
import io.millrace.shm.sync.SharedCondition;
import io.millrace.shm.sync.SharedLock;
import java.util.Locale;

/// What a process has in its hands when it is killed, and how another one waits for it.
enum Grip {
    LOCK {
        @Override
        void make(SharedMemory memory) {
            memory.newLock(key());
        }

        @Override
        void hold(SharedMemory memory, Runnable held) {
            memory.lock(key()).lock();
            held.run();
        }

        @Override
        void await(SharedMemory memory) throws InterruptedException {
            SharedLock lock = memory.lock(key());
            lock.lockOrRecover();
            lock.markConsistent();
            lock.unlock();
        }
    },
    WRITE_LOCK {
        @Override
        void make(SharedMemory memory) {
            memory.newReadWriteLock(key(), CONTINUE);
        }

        @Override
        void hold(SharedMemory memory, Runnable held) {
            memory.readWriteLock(key()).writeLock().lock();
            held.run();
        }

        @Override
        void await(SharedMemory memory) {
            memory.readWriteLock(key()).readLock().lock();
            memory.readWriteLock(key()).readLock().unlock();
        }
    },
    READ_LOCK {
        @Override
        void make(SharedMemory memory) {
            memory.newReadWriteLock(key(), CONTINUE);
        }

        @Override
        void hold(SharedMemory memory, Runnable held) {
            memory.readWriteLock(key()).readLock().lock();
            held.run();
        }

        @Override
        void await(SharedMemory memory) {
            memory.readWriteLock(key()).writeLock().lock();
            memory.readWriteLock(key()).writeLock().unlock();
        }
    },
    PERMITS {
        private static final int ALL = 3;

        @Override
        void make(SharedMemory memory) {
            memory.newSemaphore(key(), ALL);
        }

        @Override
        void hold(SharedMemory memory, Runnable held) throws InterruptedException {
            memory.semaphore(key()).acquire(ALL);
            held.run();
        }

        @Override
        void await(SharedMemory memory) throws InterruptedException {
            memory.semaphore(key()).acquire(ALL);
            memory.semaphore(key()).release(ALL);
        }
    },
    /// Killed while it waits, beside another one that waits and is signalled then.
    CONDITION {
        private static final String SIGNALS = "signals";

        @Override
        void make(SharedMemory memory) {
            memory.newLock(key(), CONTINUE).newCondition(SIGNALS);
            memory.newLongValue("signalled", 0);
        }

        private static void awaitSignal(SharedLock lock, LongValue signalled) throws InterruptedException {
            SharedCondition signals = lock.condition(SIGNALS);
            while (signalled.getPlain() == 0) {
                signals.await();
            }
        }

        @Override
        void begin(SharedMemory memory) {
            memory.longValue("signalled").setPlain(0);
        }

        @Override
        void hold(SharedMemory memory, Runnable held) throws InterruptedException {
            memory.lock(key()).lock();
            held.run();
            awaitSignal(memory.lock(key()), memory.longValue("signalled"));
        }

        @Override
        void killed(SharedMemory memory) {
            SharedLock lock = memory.lock(key());
            lock.lock();
            memory.longValue("signalled").setPlain(1);
            lock.condition(SIGNALS).signal();
            lock.unlock();
        }

        @Override
        void await(SharedMemory memory) throws InterruptedException {
            SharedLock lock = memory.lock(key());
            lock.lock();
            awaitSignal(lock, memory.longValue("signalled"));
            lock.unlock();
        }
    },
    /// One of two parties, before it arrives.
    BARRIER {
        @Override
        void make(SharedMemory memory) {
            memory.newBarrier(key(), 2);
        }

        @Override
        void hold(SharedMemory memory, Runnable held) {
            memory.barrier(key());
            held.run();
        }

        @Override
        void await(SharedMemory memory) throws InterruptedException {
            try {
                memory.barrier(key()).await();
                throw new IllegalStateException("a barrier turned without one of its parties");
            } catch (BarrierBrokenException expected) {
                // the success
            }
        }

        @Override
        void end(SharedMemory memory) {
            memory.barrier(key()).reset();
        }
    },
    /// In the middle of a message; another one lies behind it.
    QUEUE_PRODUCER {
        @Override
        void make(SharedMemory memory) {
            memory.newQueue(key(), Codec.bytes());
        }

        @Override
        void hold(SharedMemory memory, Runnable held) throws InterruptedException {
            var queue = memory.queue(key(), Codec.bytes());
            queue.claim(Long.BYTES);
            queue.put(new byte[Long.BYTES]);
            held.run();
        }

        @Override
        void await(SharedMemory memory) throws InterruptedException {
            memory.queue(key(), Codec.bytes()).take();
        }
    },
    /// With a message that it has not acknowledged.
    QUEUE_CONSUMER {
        @Override
        void make(SharedMemory memory) {
            memory.newQueue(key(), Codec.bytes());
        }

        @Override
        void begin(SharedMemory memory) throws InterruptedException {
            memory.queue(key(), Codec.bytes()).put(new byte[Long.BYTES]);
        }

        @Override
        void hold(SharedMemory memory, Runnable held) throws InterruptedException {
            memory.queue(key(), Codec.bytes()).takeDelivery();
            held.run();
        }

        @Override
        void await(SharedMemory memory) throws InterruptedException {
            Delivery<byte[]> again = memory.queue(key(), Codec.bytes()).takeDelivery();
            again.ack();
        }
    },
    /// Awaited by who receives.
    PIPE_SENDER {
        @Override
        void make(SharedMemory memory) {
            memory.newPipe(key(), Codec.bytes(), PIPE_BYTES);
        }

        @Override
        void hold(SharedMemory memory, Runnable held) throws InterruptedException {
            memory.pipe(key(), Codec.bytes()).first().send(new byte[0]);
            held.run();
        }

        @Override
        void await(SharedMemory memory) throws InterruptedException {
            Connection<byte[], byte[]> end = memory.pipe(key(), Codec.bytes()).second();
            try (end) {
                end.receive();
                end.receive();
                throw new IllegalStateException("a message from the dead");
            } catch (EndOfStreamException expected) {
                // the success
            }
        }

        @Override
        void end(SharedMemory memory) throws InterruptedException {
            memory.pipe(key(), Codec.bytes()).reset();
        }
    },
    /// Awaited by who sends, and has filled the ring.
    PIPE_RECEIVER {
        @Override
        void make(SharedMemory memory) {
            memory.newPipe(key(), Codec.bytes(), PIPE_BYTES);
        }

        @Override
        void hold(SharedMemory memory, Runnable held) {
            memory.pipe(key(), Codec.bytes()).second().poll();
            held.run();
        }

        @Override
        void await(SharedMemory memory) throws InterruptedException {
            try (Connection<byte[], byte[]> end =
                    memory.pipe(key(), Codec.bytes()).first()) {
                while (true) {
                    end.send(new byte[Long.BYTES]);
                }
            } catch (PeerDiedException expected) {
                // the success
            }
        }

        @Override
        void end(SharedMemory memory) throws InterruptedException {
            memory.pipe(key(), Codec.bytes()).reset();
        }
    };

    private static final LockOptions CONTINUE = LockOptions.defaults().onOwnerDeath(OnOwnerDeath.CONTINUE);
    private static final long PIPE_BYTES = 1 << 12;

    /// Of its region, and in the report.
    String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /// Makes what it is about.
    abstract void make(SharedMemory memory);

    /// Before each kill, by the survivor.
    void begin(SharedMemory memory) throws InterruptedException {}

    /// By the victim: calls `held` when it has it, and may wait for ever then.
    abstract void hold(SharedMemory memory, Runnable held) throws InterruptedException;

    /// By the survivor, right after the kill.
    void killed(SharedMemory memory) {}

    /// By the survivor, from before the kill on: comes back when it has got what the victim had, or knows that it is dead.
    abstract void await(SharedMemory memory) throws InterruptedException;

    /// After each kill, by the survivor.
    void end(SharedMemory memory) throws InterruptedException {}
}

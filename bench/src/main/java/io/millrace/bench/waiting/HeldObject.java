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

/// An object that a process holds when it is killed, and how the survivor waits for it.
enum HeldObject {
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
    /// The holder is killed while it waits; the survivor waits too and is signalled after the kill.
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
    /// The holder is one of two parties and is killed before it arrives.
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
                throw new IllegalStateException("a barrier opened without one of its parties");
            } catch (BarrierBrokenException expected) {
                // expected
            }
        }

        @Override
        void end(SharedMemory memory) {
            memory.barrier(key()).reset();
        }
    },
    /// The holder is killed while it writes a message; the next message is complete.
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
    /// The holder is killed with a message that it has not acknowledged.
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
    /// The holder is the sender; the survivor receives.
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
                throw new IllegalStateException("received a message after the death of the sender");
            } catch (EndOfStreamException expected) {
                // expected
            }
        }

        @Override
        void end(SharedMemory memory) throws InterruptedException {
            memory.pipe(key(), Codec.bytes()).reset();
        }
    },
    /// The holder is the receiver; the survivor sends and has filled the ring.
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
                // expected
            }
        }

        @Override
        void end(SharedMemory memory) throws InterruptedException {
            memory.pipe(key(), Codec.bytes()).reset();
        }
    };

    private static final LockOptions CONTINUE = LockOptions.defaults().onOwnerDeath(OnOwnerDeath.CONTINUE);
    private static final long PIPE_BYTES = 1 << 12;

    /// The name of the region and of the line in the report.
    String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /// Creates the region.
    abstract void make(SharedMemory memory);

    /// Runs in the survivor before each kill.
    void begin(SharedMemory memory) throws InterruptedException {}

    /// Runs in the holder: calls `held` when it holds the object. It may then wait for ever.
    abstract void hold(SharedMemory memory, Runnable held) throws InterruptedException;

    /// Runs in the survivor right after the kill.
    void killed(SharedMemory memory) {}

    /// Runs in the survivor and begins before the kill. It returns when the survivor holds the
    /// object, or knows that the holder is dead.
    abstract void await(SharedMemory memory) throws InterruptedException;

    /// Runs in the survivor after each kill.
    void end(SharedMemory memory) throws InterruptedException {}
}

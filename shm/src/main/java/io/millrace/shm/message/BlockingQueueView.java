package io.millrace.shm.message;

import io.millrace.shm.internal.queue.CellRing;
import io.millrace.shm.internal.queue.QueueCore;
import io.millrace.shm.internal.queue.WaitingCells;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.AbstractQueue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A queue as `java.util.concurrent` has them: see [SharedQueue#asBlockingQueue].
final class BlockingQueueView<T> extends AbstractQueue<T> implements BlockingQueue<T> {
    private final SharedQueue<T> queue;
    private final QueueCore core;

    /// A message that waited when it was copied.
    private record Waiting<T>(long position, T value) {}

    BlockingQueueView(SharedQueue<T> queue, QueueCore core) {
        this.queue = queue;
        this.core = core;
    }

    @Override
    public void put(T value) throws InterruptedException {
        queue.put(value);
    }

    @Override
    public boolean offer(T value) {
        return queue.offer(value);
    }

    @Override
    public boolean offer(T value, long timeout, TimeUnit unit) throws InterruptedException {
        return queue.offer(value, Duration.ofNanos(unit.toNanos(timeout)));
    }

    @Override
    public T take() throws InterruptedException {
        return queue.take();
    }

    @Override
    public @Nullable T poll() {
        return queue.poll();
    }

    @Override
    public @Nullable T poll(long timeout, TimeUnit unit) throws InterruptedException {
        return queue.poll(Duration.ofNanos(unit.toNanos(timeout)));
    }

    @Override
    public int drainTo(Collection<? super T> target) {
        return drainTo(target, Integer.MAX_VALUE);
    }

    @Override
    public int drainTo(Collection<? super T> target, int limit) {
        if (target == this) {
            throw new IllegalArgumentException("a queue cannot be drained to itself: queue=" + queue.name());
        }
        return queue.drainTo(target, limit);
    }

    @Override
    public int remainingCapacity() {
        return (int) Math.min(Integer.MAX_VALUE, queue.remainingCapacity());
    }

    @Override
    public int size() {
        return (int) Math.min(Integer.MAX_VALUE, queue.size());
    }

    @Override
    public boolean isEmpty() {
        return queue.isEmpty();
    }

    @Override
    public @Nullable T peek() {
        List<Waiting<T>> first = waiting(1);
        return first.isEmpty() ? null : first.getFirst().value;
    }

    @Override
    public boolean remove(@Nullable Object value) {
        for (Waiting<T> each : waiting(Integer.MAX_VALUE)) {
            if (each.value.equals(value) && take(each.position)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public boolean removeAll(Collection<?> values) {
        Objects.requireNonNull(values, "values");
        return removeIf(values::contains);
    }

    @Override
    public boolean retainAll(Collection<?> values) {
        Objects.requireNonNull(values, "values");
        return removeIf(value -> !values.contains(value));
    }

    @Override
    public boolean removeIf(Predicate<? super T> filter) {
        Objects.requireNonNull(filter, "filter");
        boolean removed = false;
        for (Waiting<T> each : waiting(Integer.MAX_VALUE)) {
            removed |= filter.test(each.value) && take(each.position);
        }
        return removed;
    }

    @Override
    public void clear() {
        removeIf(value -> true);
    }

    /// Over the messages that wait now, some of which may have been taken by the time it reaches them.
    @Override
    public Iterator<T> iterator() {
        Iterator<Waiting<T>> all = waiting(Integer.MAX_VALUE).iterator();
        return new Iterator<>() {
            private @Nullable Waiting<T> last;

            @Override
            public boolean hasNext() {
                return all.hasNext();
            }

            @Override
            public T next() {
                if (!all.hasNext()) {
                    throw new NoSuchElementException("no more messages; ask hasNext first");
                }
                last = all.next();
                return last.value;
            }

            @Override
            public void remove() {
                if (last == null) {
                    throw new IllegalStateException("nothing to remove; call next first, once for each remove");
                }
                take(last.position);
                last = null;
            }
        };
    }

    /// The first `limit` messages that wait.
    private List<Waiting<T>> waiting(int limit) {
        CellRing ring = core.ring();
        WaitingCells cells = new WaitingCells(ring);
        List<Waiting<T>> found = new ArrayList<>();
        try (Arena arena = Arena.ofConfined()) {
            core.queue().region().check();
            MemorySegment room = arena.allocate(queue.maxMessageByteSize(), Long.BYTES);
            long end = cells.end();
            for (long position = cells.first(); position < end && found.size() < limit; position++) {
                long byteSize = cells.copy(position, room);
                if (byteSize >= 0) {
                    T value = queue.codec().decode(room.asSlice(0, byteSize).asReadOnly());
                    found.add(new Waiting<>(position, value));
                }
            }
        } catch (IllegalStateException failure) {
            throw core.queue().explain(failure);
        }
        return found;
    }

    /// Removes the message of a position; false when another thread has taken it.
    private boolean take(long position) {
        try {
            core.queue().check();
            long owner = core.ring().owner();
            boolean taken = core.deliveries().takeAt(position, owner);
            if (taken) {
                core.ring().free(position, owner);
            }
            return taken;
        } catch (IllegalStateException failure) {
            throw core.queue().explain(failure);
        }
    }
}

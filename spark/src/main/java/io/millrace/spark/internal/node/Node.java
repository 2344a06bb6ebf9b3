package io.millrace.spark.internal.node;

import io.millrace.engine.Pool;
import io.millrace.engine.RemoteFunction;
import io.millrace.shm.OutOfSpaceException;
import io.millrace.shm.RegionInfo;
import io.millrace.shm.data.NumericArray;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The engine of this executor, and the parts that it holds. Any thread may call.
///
/// A task [opens][#open] the parts that it asks for; none of them goes before it closes them.
public final class Node {
    /// Worker processes notice within half a second that a part was dropped, on a busy machine later; each wait takes a
    /// second, or no time when no bytes are about to become free.
    private static final int WAITS_FOR_WORKERS = 10;

    private static volatile @Nullable Node current;
    private static volatile @Nullable Throwable failure;

    private final UUID id = UUID.randomUUID();
    private final NodeOptions options;
    private final OpenArrays openArrays;
    private final Object closing = new Object();

    /// In the order of their last use.
    private final Map<Key, Part> parts = new LinkedHashMap<>(16, 0.75f, true);

    private @Nullable Engine engine;
    private long lastRegion;
    private boolean closed;

    private record Key(long array, int partition) {}

    /// A part that a node holds, or is about to.
    private static final class Part {
        /// Null while it is made.
        @Nullable NumericArray array;

        int users = 1;
    }

    /// Asks the driver which arrays are open.
    interface OpenArrays {
        /// @throws Exception the driver does not answer
        OpenIds ids() throws Exception;
    }

    Node(NodeOptions options, OpenArrays openArrays) {
        this.options = options;
        this.openArrays = openArrays;
    }

    /// Makes a node that of this executor.
    void publish() {
        failure = null;
        current = this;
    }

    /// This executor has no node, for that reason, which tasks tell.
    static void failed(Throwable reason) {
        failure = reason;
    }

    /// The node of this executor.
    ///
    /// @throws IllegalStateException the plugin is not there, or could not start
    public static Node here() {
        Node node = current;
        Throwable cause = failure;
        if (node == null && cause != null) {
            throw new IllegalStateException(
                    "the engine of this executor could not start: " + cause.getMessage(), cause);
        }
        if (node == null) {
            throw new IllegalStateException(
                    "no engine in this executor: submit with --conf spark.plugins=io.millrace.spark.MillracePlugin");
        }
        return node;
    }

    public UUID id() {
        return id;
    }

    /// Makes a part.
    @FunctionalInterface
    public interface Maker {
        /// Has the parts ready that it is computed from.
        ///
        /// @param inputs closed when the part is written
        /// @return writes all elements
        Consumer<NumericArray> prepare(Parts inputs);
    }

    /// Begins the work of a task.
    ///
    /// @param made learns of each part that had to be made
    public Parts open(Runnable made) {
        return new Parts(made);
    }

    /// The results of a function over items, in order, by the workers of this node.
    public <T, R> List<R> mapAll(Iterable<T> items, RemoteFunction<T, R> fn) {
        return engine().pool().mapAll(items, fn);
    }

    /// The parts that one task uses: none of them goes before this is closed.
    public final class Parts implements AutoCloseable {
        private final List<Part> used = new ArrayList<>();
        private final Runnable made;

        private Parts(Runnable made) {
            this.made = made;
        }

        public Pool pool() {
            return engine().pool();
        }

        /// The part of an array, made if this node does not have it.
        ///
        /// @param maker not called for a part without elements
        /// @throws IllegalStateException the node has no room, although it has dropped all parts that no task uses
        public NumericArray of(ArrayPlan plan, int partition, Maker maker) {
            Part part = use(new Key(plan.id(), partition), () -> make(plan, partition, maker));
            used.add(part);
            return Objects.requireNonNull(part.array);
        }

        /// The parts that it is computed from go as soon as it is written, so that a chain of arrays needs the room of
        /// two links.
        private NumericArray make(ArrayPlan plan, int partition, Maker maker) {
            try (Parts inputs = new Parts(made)) {
                Consumer<NumericArray> writer =
                        plan.bounds().length(partition) > 0 ? maker.prepare(inputs) : _ -> {};
                NumericArray array = create(plan, partition);
                try {
                    writer.accept(array);
                } catch (Throwable failure) { // code of Spark throws checked exceptions undeclared
                    discard(array, failure);
                    throw failure;
                }
                made.run();
                return array;
            }
        }

        @Override
        public void close() {
            release(used);
        }
    }

    private synchronized void release(List<Part> used) {
        used.forEach(part -> part.users--);
        used.clear();
    }

    private void discard(NumericArray array, Throwable reason) {
        try {
            engine().memory().drop(array.name());
        } catch (RuntimeException closed) {
            reason.addSuppressed(closed);
        }
    }

    /// A part with one more user. Of several threads that ask for one that is missing, the first one makes it; when it
    /// fails, the next one does.
    private Part use(Key key, Supplier<NumericArray> maker) {
        Part part = new Part();
        synchronized (this) {
            Part known = parts.putIfAbsent(key, part);
            while (known != null && known.array == null) {
                awaitChange();
                known = parts.putIfAbsent(key, part);
            }
            if (known != null) {
                known.users++;
                return known;
            }
        }
        NumericArray array = null;
        try {
            array = maker.get();
            return part;
        } finally { // whatever was thrown: others wait
            ended(key, part, array);
        }
    }

    private synchronized void ended(Key key, Part part, @Nullable NumericArray array) {
        part.array = array;
        if (array == null) {
            parts.remove(key);
        }
        notifyAll();
    }

    private void awaitChange() {
        try {
            wait();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while another task made a part", interrupted);
        }
    }

    /// Makes room first by the parts of closed arrays, then by those that were used longest ago.
    private NumericArray create(ArrayPlan plan, int partition) {
        Engine open = engine();
        long length = plan.bounds().length(partition);
        String name = "spark-%s-%s-%s".formatted(plan.id(), partition, nextRegion());
        int waits = WAITS_FOR_WORKERS;
        boolean asked = false;
        while (true) {
            try {
                return open.newArray(plan.type(), name, length);
            } catch (OutOfSpaceException full) {
                if (!asked) {
                    asked = true;
                    dropClosed();
                } else if (!dropOldest() && waits-- == 0) {
                    throw noRoom(plan, partition, open, full);
                }
            }
        }
    }

    private IllegalStateException noRoom(ArrayPlan plan, int partition, Engine open, OutOfSpaceException full) {
        long needed = plan.bounds().length(partition) * plan.type().byteSize();
        long used = open.memory().regions().stream().mapToLong(RegionInfo::byteSize).sum();
        return new IllegalStateException(
                ("no room for a part on this node: array=%s, partition=%s, needed=%,d bytes, file=%,d bytes,"
                                + " used by running tasks=%,d bytes; give more %s, or more partitions")
                        .formatted(plan.id(), partition, needed, options.byteSize(), used, NodeOptions.MEMORY),
                full);
    }

    private synchronized long nextRegion() {
        return ++lastRegion;
    }

    /// Drops the parts of arrays that were closed, as far as no task uses them.
    void dropClosed() {
        if (held().isEmpty()) {
            return;
        }
        OpenIds open;
        try {
            open = openArrays.ids();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return;
        } catch (Exception noAnswer) {
            return; // the driver is busy or gone; the parts are dropped later
        }
        drop(key -> !open.isOpen(key.array()), Integer.MAX_VALUE);
    }

    private boolean dropOldest() {
        return drop(key -> true, 1) > 0;
    }

    private synchronized int drop(Predicate<Key> which, int most) {
        Engine open = engine;
        int dropped = 0;
        Iterator<Map.Entry<Key, Part>> each = parts.entrySet().iterator();
        while (each.hasNext() && dropped < most) {
            Map.Entry<Key, Part> entry = each.next();
            Part part = entry.getValue();
            NumericArray array = part.array;
            if (open != null && part.users == 0 && array != null && which.test(entry.getKey())) {
                open.memory().drop(array.name());
                each.remove();
                dropped++;
            }
        }
        return dropped;
    }

    /// How many parts this node holds of each array.
    synchronized Map<Long, Integer> held() {
        Map<Long, Integer> held = new HashMap<>();
        parts.keySet().forEach(key -> held.merge(key.array(), 1, Integer::sum));
        return held;
    }

    private synchronized Engine engine() {
        if (closed) {
            throw new IllegalStateException("the engine of this executor is closed");
        }
        Engine open = engine;
        if (open == null) {
            open = Engine.start(options);
            engine = open;
        }
        return open;
    }

    /// Stops the engine, whatever tasks still do: they fail. All callers return when it has stopped.
    void close() {
        synchronized (closing) {
            Engine open = closedEngine();
            if (open != null) {
                open.close();
            }
        }
    }

    private synchronized @Nullable Engine closedEngine() {
        Engine open = engine;
        closed = true;
        engine = null;
        if (current == this) {
            current = null;
        }
        return open;
    }
}

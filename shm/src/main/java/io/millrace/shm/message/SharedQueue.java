package io.millrace.shm.message;

import io.millrace.shm.layout.QueueHeader;
import io.millrace.shm.os.CrashPoint;
import io.millrace.shm.region.Region;
import io.millrace.shm.region.RegionRequest;
import io.millrace.shm.region.Regions;
import io.millrace.shm.sync.Patience;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.Collection;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// A bounded queue between threads of all attached processes: many producers, many consumers, each
/// producer's messages in its order.
///
/// ```java
/// SharedQueue<String> jobs = memory.newQueue("jobs", Codec.utf8());
/// jobs.put("resize a.png");                                  // in one process
/// while (jobs.process(Duration.ofSeconds(1), this::run)) {}  // in others: at least once
/// ```
///
/// **What a death costs.** A producer that dies while it puts: that message. A consumer that dies:
/// nothing; what it had not acked is delivered again, to whoever takes next. A message counts as
/// acked when `take`, `poll` or `drainTo` return it, when `process` or `drain` come back from the
/// consumer, and at `Delivery.ack`. So what `take` returns is never delivered again, and what
/// `process` and deliveries hand out may be. A message that the codec cannot read is given back too,
/// but from `take`, `poll` and `drainTo` without a queue for dead letters: the exception is all that
/// is left of it.
///
/// **Dead letters.** A message that was handed out `maxDeliveries` times and never acked moves to the
/// queue for dead letters, once. While that one is full or closed, the message holds up those behind
/// it. Without such a queue messages are delivered until they are acked.
///
/// **Order.** A message that is delivered again comes before those that wait; un-acked messages hold
/// up nobody. A message that is still being written holds up those behind it.
///
/// **Ends.** After `close` nothing can be put in, by anybody, and those who take get what is in,
/// then `QueueClosedException`. Un-acked messages that come back after that can still be taken.
/// After a drop every call throws `RegionDroppedException`, after `SharedMemory.close`
/// `IllegalStateException`.
///
/// All calls may be made by all threads. Those that wait look around every 50 ms: nobody waits for
/// the dead.
///
/// @param <T> what the codec writes and reads; never null
public final class SharedQueue<T> {
    private final QueueCore core;
    private final QueueWaits waits;
    private final Codec<T> codec;
    private final Hands<T> hands;

    private SharedQueue(QueueCore core, Codec<T> codec) {
        this.core = core;
        waits = new QueueWaits(core);
        this.codec = codec;
        hands = new Hands<>(core, codec);
    }

    /// @hidden An inner seam: what a new queue needs.
    public static RegionRequest request(
            Regions memory, @Nullable String name, Codec<?> codec, QueueOptions options) {
        return QueueRegion.request(memory, name, codec, options);
    }

    /// The queue that a region holds. `WrongRegionTypeException` when it was made with another
    /// codec, `FileFormatException` when it is damaged.
    public static <T> SharedQueue<T> over(Region region, Codec<T> codec) {
        QueueCore core = QueueCore.over(region);
        CodecName.require(region, QueueHeader.CODEC, codec);
        return new SharedQueue<>(core, codec.bind(region.memory()));
    }

    /// Name of the region.
    public String name() {
        return region().name();
    }

    /// The region the queue lies in.
    public Region region() {
        return core.queue.region();
    }

    /// How its messages are written.
    public Codec<T> codec() {
        return codec;
    }

    /// Messages it holds at most, un-acked ones included.
    public long capacity() {
        return core.ring.capacity();
    }

    /// Size of the largest message.
    public long maxMessageByteSize() {
        return core.queue.constants().maxMessageByteSize();
    }

    /// Puts a message in; waits for room. `QueueClosedException`, `MessageTooLargeException`,
    /// `NotTransportableException`.
    public void put(T value) throws InterruptedException {
        put(value, Patience.ENDLESS);
    }

    /// Puts a message in if there is room now.
    public boolean offer(T value) {
        Objects.requireNonNull(value, "value");
        try {
            core.check();
            long owner = core.owner();
            return write(value, core.claim(owner), owner);
        } catch (IllegalStateException failure) {
            throw core.explain(failure);
        }
    }

    /// Puts a message in; false when there was no room for so long.
    public boolean offer(T value, Duration timeout) throws InterruptedException {
        return put(value, Patience.nanosOf(timeout));
    }

    /// Puts messages in, in that order, waiting for room. When it throws, those before are in.
    public void putAll(Collection<? extends T> values) throws InterruptedException {
        for (T value : values) {
            put(value);
        }
    }

    private boolean put(T value, long nanos) throws InterruptedException {
        Objects.requireNonNull(value, "value");
        try {
            long owner = core.owner();
            return write(value, waits.claim(owner, nanos), owner);
        } catch (IllegalStateException failure) {
            throw core.explain(failure);
        }
    }

    private boolean write(T value, long position, long owner) {
        if (position < 0) {
            return false;
        }
        long byteSize = -1;
        try {
            MemorySegment target = core.memory.asSlice(core.ring.message(position), maxMessageByteSize());
            byteSize = Scratch.checked(codec, codec.encode(value, target), maxMessageByteSize());
        } finally {
            if (byteSize < 0) {
                core.abort(position, owner);
            }
        }
        core.publish(position, owner, (int) byteSize);
        return true;
    }

    /// Room for a message of that size, to be written in place; waits for it.
    /// `MessageTooLargeException`, `QueueClosedException`.
    ///
    /// Makes no garbage in queues of up to 65,536 messages when a cell is used for the same size
    /// again.
    public Claim claim(long byteSize) throws InterruptedException {
        requireFits(byteSize);
        try {
            long owner = core.owner();
            return core.claims.of(waits.claim(owner, Patience.ENDLESS), owner, (int) byteSize);
        } catch (IllegalStateException failure) {
            throw core.explain(failure);
        }
    }

    /// As `claim`, or null when there is no room now.
    public @Nullable Claim tryClaim(long byteSize) {
        requireFits(byteSize);
        try {
            core.check();
            long owner = core.owner();
            long position = core.claim(owner);
            return position < 0 ? null : core.claims.of(position, owner, (int) byteSize);
        } catch (IllegalStateException failure) {
            throw core.explain(failure);
        }
    }

    private void requireFits(long byteSize) {
        if (byteSize < 0) {
            throw new IllegalArgumentException("byteSize must not be negative: byteSize=" + byteSize);
        }
        if (byteSize > maxMessageByteSize()) {
            throw Room.tooLarge(byteSize, maxMessageByteSize());
        }
    }

    /// Takes a message; waits for one. At most once: if this process dies after that, the message is
    /// gone. `QueueClosedException`.
    public T take() throws InterruptedException {
        return Objects.requireNonNull(take(Patience.ENDLESS));
    }

    /// Takes a message, or null when none waits. `QueueClosedException`.
    public @Nullable T poll() {
        try {
            core.check();
            long owner = core.owner();
            return hands.finish(core.take(owner), owner);
        } catch (IllegalStateException failure) {
            throw core.explain(failure);
        }
    }

    /// Takes a message, or null when none came for so long. `QueueClosedException`.
    public @Nullable T poll(Duration timeout) throws InterruptedException {
        return take(Patience.nanosOf(timeout));
    }

    private @Nullable T take(long nanos) throws InterruptedException {
        try {
            long owner = core.owner();
            return hands.finish(waits.take(owner, nanos), owner);
        } catch (IllegalStateException failure) {
            throw core.explain(failure);
        }
    }

    /// Takes all messages that wait now; says how many. `QueueClosedException` when there are none
    /// and will be none.
    public int drainTo(Collection<? super T> target) {
        return drainTo(target, Integer.MAX_VALUE);
    }

    /// Takes up to `limit` messages that wait now.
    public int drainTo(Collection<? super T> target, int limit) {
        Objects.requireNonNull(target, "target");
        try {
            core.check();
            return hands.drainTo(target, limit, core.owner());
        } catch (IllegalStateException failure) {
            throw core.explain(failure);
        }
    }

    /// Takes up to `limit` messages that wait now, without making garbage, and says how many. Each
    /// counts as acked when the handler returned; if it throws, the message is given back and the
    /// exception goes on to the caller. `QueueClosedException` when there are none and will be none.
    public int drain(MessageHandler handler, int limit) {
        Objects.requireNonNull(handler, "handler");
        try {
            core.check();
            return limit <= 0 ? 0 : hands.drain(handler, limit, core.take(core.owner()));
        } catch (IllegalStateException failure) {
            throw core.explain(failure);
        }
    }

    /// As `drain`, but waits until there is a message; 0 when none came for so long.
    public int drain(MessageHandler handler, int limit, Duration timeout) throws InterruptedException {
        Objects.requireNonNull(handler, "handler");
        try {
            return limit <= 0 ? 0 : hands.drain(handler, limit, waits.take(core.owner(), Patience.nanosOf(timeout)));
        } catch (IllegalStateException failure) {
            throw core.explain(failure);
        }
    }

    /// Takes a message that stays un-acked until the delivery is ended; waits for one.
    /// `QueueClosedException`.
    public Delivery<T> takeDelivery() throws InterruptedException {
        return Objects.requireNonNull(deliver(Patience.ENDLESS));
    }

    /// As `takeDelivery`, or null when no message came for so long.
    public @Nullable Delivery<T> pollDelivery(Duration timeout) throws InterruptedException {
        return deliver(Patience.nanosOf(timeout));
    }

    private @Nullable Delivery<T> deliver(long nanos) throws InterruptedException {
        try {
            long owner = core.owner();
            long position = waits.take(owner, nanos);
            return position < 0 ? null : hands.deliver(position, owner);
        } catch (IllegalStateException failure) {
            throw core.explain(failure);
        }
    }

    /// Hands a message to `consumer` and acks it when that returned; if it throws, the message is
    /// given back and the exception goes on to the caller. False when no message came for so long.
    /// `QueueClosedException`.
    public boolean process(Duration timeout, Consumer<? super T> consumer) throws InterruptedException {
        Objects.requireNonNull(consumer, "consumer");
        try {
            long owner = core.owner();
            long position = waits.take(owner, Patience.nanosOf(timeout));
            if (position >= 0) {
                hands.process(consumer, position, owner);
            }
            return position >= 0;
        } catch (IllegalStateException failure) {
            throw core.explain(failure);
        }
    }

    /// Waits until everything that was put in before this call is acked, or became a dead letter.
    public void awaitAllAcked() throws InterruptedException {
        allAcked(Patience.ENDLESS);
    }

    /// As `awaitAllAcked`; false when that did not happen for so long.
    public boolean awaitAllAcked(Duration timeout) throws InterruptedException {
        return allAcked(Patience.nanosOf(timeout));
    }

    private boolean allAcked(long nanos) throws InterruptedException {
        try {
            return waits.allAcked(nanos);
        } catch (IllegalStateException failure) {
            throw core.explain(failure);
        }
    }

    /// How many messages wait to be taken; counts them, so a long queue takes longer. Those in the
    /// hands of a consumer are not among them.
    public long size() {
        return count(census -> census.waiting(Long.MAX_VALUE));
    }

    /// Whether no message waits to be taken.
    public boolean isEmpty() {
        return count(census -> census.waiting(1)) == 0;
    }

    /// How many messages could be put in now without waiting.
    public long remainingCapacity() {
        return count(Census::room);
    }

    private long count(ToLongFunction<Census> what) {
        try {
            core.queue.region().check();
            return what.applyAsLong(new Census(core.queue, core.ring));
        } catch (IllegalStateException failure) {
            throw core.explain(failure);
        }
    }

    /// Lets nothing more in, from any process, for good. Does nothing the second time.
    public void close() {
        try {
            core.check();
            QueueHeader.closeVolatile(core.memory);
            CrashPoint.hit("queue.closed");
            core.wakeAll();
        } catch (IllegalStateException failure) {
            throw core.explain(failure);
        }
    }

    /// Whether somebody closed it.
    public boolean isClosed() {
        try {
            core.queue.region().check();
            return core.isClosed();
        } catch (IllegalStateException failure) {
            throw core.explain(failure);
        }
    }

    @Override
    public String toString() {
        return "SharedQueue[%s: %s, capacity %d]".formatted(name(), core.queue.constants().codec(), capacity());
    }
}

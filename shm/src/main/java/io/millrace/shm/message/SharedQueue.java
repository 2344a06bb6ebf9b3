package io.millrace.shm.message;

import io.millrace.shm.Waitable;
import io.millrace.shm.internal.codec.Bounds;
import io.millrace.shm.internal.codec.CodecName;
import io.millrace.shm.internal.codec.HandleParts;
import io.millrace.shm.internal.layout.QueueHeader;
import io.millrace.shm.internal.os.CrashPoint;
import io.millrace.shm.internal.queue.CellRing;
import io.millrace.shm.internal.queue.Deliveries;
import io.millrace.shm.internal.queue.QueueCore;
import io.millrace.shm.internal.queue.QueueCounts;
import io.millrace.shm.internal.queue.QueueRegion;
import io.millrace.shm.internal.queue.QueueWaits;
import io.millrace.shm.internal.region.Region;
import io.millrace.shm.internal.wait.Deadline;
import io.millrace.shm.internal.wait.WaitSources;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Flow;
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
/// **What a death costs.** A producer that dies during `put` loses that message. A consumer that dies
/// loses nothing: a message that it had not acked is delivered again, to the next consumer. A message
/// counts as acked when `take`, `poll` or `drainTo` returns it, when the consumer of `process` or
/// `drain` has returned, and at `Delivery.ack`. So a message that `take` returned is never delivered
/// again. A message that `process` or a delivery handed out may be: its effect must be one that may
/// happen twice, such as a store to a place of the message's own; `Delivery.sequence` is a key for
/// that. A message that the codec cannot read is given back too, with one exception: `take`, `poll`
/// and `drainTo` drop it when there is no queue for dead letters.
///
/// **Dead letters.** A message that was delivered `maxDeliveries` times and never acked moves to the
/// queue for dead letters, once. While that queue is full or closed, the message holds up the messages
/// behind it. Without such a queue a message is delivered until it is acked.
///
/// **Order.** A message that is delivered again comes before the messages that wait. Un-acked messages
/// hold up no others; a message that is still being written holds up those behind it.
///
/// **Room.** The file has room for `QueueOptions.capacity` messages of `maxMessageByteSize` bytes from
/// the start: 1,024 of each by default. `put` waits while the queue is full; a larger message is a
/// `MessageTooLargeException`.
///
/// **Closing.** After `close` no process can put messages in. Consumers take the messages that are in
/// the queue, then get `QueueClosedException`. An un-acked message that is given back after that can
/// still be taken, so a program that wants every message processed calls `awaitAllAcked` before
/// `close`. After a drop every call throws `RegionDroppedException`, after `SharedMemory.close`
/// `IllegalStateException`.
///
/// All threads may make all calls. A call that waits throws `InterruptedException` when its thread is
/// interrupted. It checks every 50 ms whether a process has died, so no call waits for a dead process.
///
/// @param <T> what the codec writes and reads; never null
public final class SharedQueue<T> implements Waitable {
    static {
        WaitSources.register(SharedQueue.class, queue -> queue.waits.messages());
        HandleParts.register(SharedQueue.class, queue -> queue.parts());
    }

    private final QueueRegion queue;
    private final CellRing ring;
    private final Deliveries deliveries;
    private final QueueWaits waits;
    private final Codec<T> codec;
    private final MemorySegment memory;
    private final ClaimCache claims;
    private final QueueConsumer<T> consumer;

    private SharedQueue(QueueCore core, Codec<T> codec) {
        queue = core.queue();
        ring = core.ring();
        deliveries = core.deliveries();
        waits = core.waits();
        this.codec = codec;
        memory = queue.region().segment();
        claims = new ClaimCache(core);
        consumer = new QueueConsumer<>(core, codec);
    }

    /// The queue that a region holds.
    ///
    /// @throws io.millrace.shm.WrongRegionTypeException it was made with another codec
    /// @throws io.millrace.shm.FileFormatException its header is damaged
    static <T> SharedQueue<T> over(Region region, Codec<T> codec) {
        QueueCore core = QueueCore.over(region);
        CodecName.require(region, QueueHeader.CODEC, codec.name());
        return new SharedQueue<>(core, codec.bind(region.memory().handle()));
    }

    /// Name of the region.
    public String name() {
        return region().name();
    }

    Region region() {
        return queue.region();
    }

    private HandleParts parts() {
        return new HandleParts(region(), HandleParts.WHOLE, List.of(codec));
    }

    /// How its messages are written.
    public Codec<T> codec() {
        return codec;
    }

    /// Messages it holds at most, un-acked ones included.
    public long capacity() {
        return ring.capacity();
    }

    /// Size of the largest message.
    public long maxMessageByteSize() {
        return queue.constants().maxMessageByteSize();
    }

    /// Puts a message in; waits for room.
    ///
    /// @throws io.millrace.shm.QueueClosedException somebody closed the queue
    /// @throws io.millrace.shm.MessageTooLargeException it is larger than `maxMessageByteSize`
    /// @throws io.millrace.shm.NotTransportableException some part of it cannot travel
    /// @throws InterruptedException the thread is interrupted
    public void put(T value) throws InterruptedException {
        put(value, Deadline.ENDLESS_NANOS);
    }

    /// Puts a message in if there is room now; whether there was.
    ///
    /// @throws io.millrace.shm.QueueClosedException somebody closed the queue
    /// @throws io.millrace.shm.MessageTooLargeException it is larger than `maxMessageByteSize`
    /// @throws io.millrace.shm.NotTransportableException some part of it cannot travel
    public boolean offer(T value) {
        Objects.requireNonNull(value, "value");
        try {
            queue.check();
            long owner = ring.owner();
            return write(value, ring.claim(owner), owner);
        } catch (IllegalStateException failure) {
            throw queue.explain(failure);
        }
    }

    /// Puts a message in; false when there was no room within `timeout`.
    ///
    /// @throws io.millrace.shm.QueueClosedException somebody closed the queue
    /// @throws io.millrace.shm.MessageTooLargeException it is larger than `maxMessageByteSize`
    /// @throws io.millrace.shm.NotTransportableException some part of it cannot travel
    /// @throws InterruptedException the thread is interrupted
    public boolean offer(T value, Duration timeout) throws InterruptedException {
        return put(value, Deadline.nanosOf(timeout));
    }

    /// Puts messages in, in that order, waiting for room. When it throws, the messages before the one
    /// that failed are in the queue.
    ///
    /// @throws io.millrace.shm.QueueClosedException somebody closed the queue
    /// @throws io.millrace.shm.MessageTooLargeException one is larger than `maxMessageByteSize`
    /// @throws io.millrace.shm.NotTransportableException some part of one cannot travel
    /// @throws InterruptedException the thread is interrupted
    public void putAll(Collection<? extends T> values) throws InterruptedException {
        for (T value : values) {
            put(value);
        }
    }

    private boolean put(T value, long nanos) throws InterruptedException {
        Objects.requireNonNull(value, "value");
        try {
            begin();
            long owner = ring.owner();
            long position = ring.claim(owner);
            return write(value, position >= 0 ? position : waits.claim(owner, nanos), owner);
        } catch (IllegalStateException failure) {
            throw queue.explain(failure);
        }
    }

    /// Begins a call that may wait.
    private void begin() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        queue.check();
    }

    private boolean write(T value, long position, long owner) {
        if (position < 0) {
            return false;
        }
        long byteSize = -1;
        try {
            MemorySegment target = memory.asSlice(ring.message(position), maxMessageByteSize());
            long written = codec.encode(value, target);
            if (written < 0 || written > target.byteSize()) {
                throw CodecName.impossibleSize(codec.name(), written, target.byteSize());
            }
            byteSize = written;
        } finally {
            if (byteSize < 0) {
                ring.abort(position, owner);
            }
        }
        ring.publish(position, owner, (int) byteSize);
        return true;
    }

    /// Room for a message of that size, to be written in place; waits for it.
    ///
    /// Makes no garbage in queues of up to 65,536 messages when a cell is used for the same size
    /// again.
    ///
    /// @throws io.millrace.shm.MessageTooLargeException `byteSize` is above `maxMessageByteSize`
    /// @throws io.millrace.shm.QueueClosedException somebody closed the queue
    /// @throws IllegalArgumentException `byteSize` is negative
    /// @throws InterruptedException the thread is interrupted
    public Claim claim(long byteSize) throws InterruptedException {
        requireFits(byteSize);
        try {
            begin();
            long owner = ring.owner();
            long position = ring.claim(owner);
            return claims.of(
                    position >= 0 ? position : waits.claim(owner, Deadline.ENDLESS_NANOS), owner, (int) byteSize);
        } catch (IllegalStateException failure) {
            throw queue.explain(failure);
        }
    }

    /// As `claim`, or null when there is no room now.
    ///
    /// @throws io.millrace.shm.MessageTooLargeException `byteSize` is above `maxMessageByteSize`
    /// @throws io.millrace.shm.QueueClosedException somebody closed the queue
    /// @throws IllegalArgumentException `byteSize` is negative
    public @Nullable Claim tryClaim(long byteSize) {
        requireFits(byteSize);
        try {
            queue.check();
            long owner = ring.owner();
            long position = ring.claim(owner);
            return position < 0 ? null : claims.of(position, owner, (int) byteSize);
        } catch (IllegalStateException failure) {
            throw queue.explain(failure);
        }
    }

    private void requireFits(long byteSize) {
        if (byteSize < 0) {
            throw new IllegalArgumentException("byteSize must not be negative: byteSize=" + byteSize);
        }
        if (byteSize > maxMessageByteSize()) {
            throw Bounds.tooLarge(byteSize, maxMessageByteSize());
        }
    }

    /// Takes a message; waits for one. At most once: if this process dies after that, the message is
    /// lost.
    ///
    /// @throws io.millrace.shm.QueueClosedException the queue is closed and empty
    /// @throws InterruptedException the thread is interrupted
    public T take() throws InterruptedException {
        return Objects.requireNonNull(take(Deadline.ENDLESS_NANOS));
    }

    /// Takes a message, or null when none waits.
    ///
    /// @throws io.millrace.shm.QueueClosedException the queue is closed and empty
    public @Nullable T poll() {
        try {
            queue.check();
            long owner = ring.owner();
            return consumer.finish(deliveries.take(owner), owner);
        } catch (IllegalStateException failure) {
            throw queue.explain(failure);
        }
    }

    /// Takes a message, or null when none came within `timeout`.
    ///
    /// @throws io.millrace.shm.QueueClosedException the queue is closed and empty
    /// @throws InterruptedException the thread is interrupted
    public @Nullable T poll(Duration timeout) throws InterruptedException {
        return take(Deadline.nanosOf(timeout));
    }

    private @Nullable T take(long nanos) throws InterruptedException {
        try {
            long owner = ring.owner();
            return consumer.finish(await(owner, nanos), owner);
        } catch (IllegalStateException failure) {
            throw queue.explain(failure);
        }
    }

    /// The position of a taken message; negative when the time is over first.
    private long await(long owner, long nanos) throws InterruptedException {
        begin();
        long position = deliveries.take(owner);
        return position >= 0 ? position : waits.take(owner, nanos);
    }

    /// Takes all messages that wait now; says how many.
    ///
    /// @throws io.millrace.shm.QueueClosedException the queue is closed and empty
    public int drainTo(Collection<? super T> target) {
        return drainTo(target, Integer.MAX_VALUE);
    }

    /// Takes up to `limit` messages that wait now; says how many.
    ///
    /// @throws io.millrace.shm.QueueClosedException the queue is closed and empty
    public int drainTo(Collection<? super T> target, int limit) {
        Objects.requireNonNull(target, "target");
        try {
            queue.check();
            return consumer.drainTo(target, limit, ring.owner());
        } catch (IllegalStateException failure) {
            throw queue.explain(failure);
        }
    }

    /// Takes up to `limit` messages that wait now, without making garbage, and says how many. Each
    /// counts as acked when the handler returned; if it throws, the message is given back and the
    /// exception goes on to the caller.
    ///
    /// @throws io.millrace.shm.QueueClosedException the queue is closed and empty
    public int drain(MessageHandler handler, int limit) {
        Objects.requireNonNull(handler, "handler");
        try {
            queue.check();
            return limit <= 0 ? 0 : consumer.drain(handler, limit, deliveries.take(ring.owner()));
        } catch (IllegalStateException failure) {
            throw queue.explain(failure);
        }
    }

    /// As `drain`, but waits until there is a message; 0 when none came within `timeout`.
    ///
    /// @throws io.millrace.shm.QueueClosedException the queue is closed and empty
    /// @throws InterruptedException the thread is interrupted
    public int drain(MessageHandler handler, int limit, Duration timeout) throws InterruptedException {
        Objects.requireNonNull(handler, "handler");
        try {
            return limit <= 0 ? 0 : consumer.drain(handler, limit, await(ring.owner(), Deadline.nanosOf(timeout)));
        } catch (IllegalStateException failure) {
            throw queue.explain(failure);
        }
    }

    /// Takes a message that stays un-acked until the delivery is ended; waits for one.
    ///
    /// @throws io.millrace.shm.QueueClosedException the queue is closed and empty
    /// @throws InterruptedException the thread is interrupted
    public Delivery<T> takeDelivery() throws InterruptedException {
        return Objects.requireNonNull(deliver(Deadline.ENDLESS_NANOS));
    }

    /// As `takeDelivery`, or null when no message came within `timeout`.
    ///
    /// @throws io.millrace.shm.QueueClosedException the queue is closed and empty
    /// @throws InterruptedException the thread is interrupted
    public @Nullable Delivery<T> pollDelivery(Duration timeout) throws InterruptedException {
        return deliver(Deadline.nanosOf(timeout));
    }

    private @Nullable Delivery<T> deliver(long nanos) throws InterruptedException {
        try {
            long owner = ring.owner();
            long position = await(owner, nanos);
            return position < 0 ? null : consumer.deliver(position, owner);
        } catch (IllegalStateException failure) {
            throw queue.explain(failure);
        }
    }

    /// Hands a message to `consumer` and acks it when the consumer returned; if the consumer throws,
    /// the message is given back and the exception goes on to the caller. False when no message came
    /// within `timeout`.
    ///
    /// @throws io.millrace.shm.QueueClosedException the queue is closed and empty
    /// @throws InterruptedException the thread is interrupted
    public boolean process(Duration timeout, Consumer<? super T> consumer) throws InterruptedException {
        Objects.requireNonNull(consumer, "consumer");
        try {
            long owner = ring.owner();
            long position = await(owner, Deadline.nanosOf(timeout));
            if (position >= 0) {
                this.consumer.process(consumer, position, owner);
            }
            return position >= 0;
        } catch (IllegalStateException failure) {
            throw queue.explain(failure);
        }
    }

    /// Waits until every message that was put in before this call is acked or is a dead letter.
    ///
    /// @throws InterruptedException the thread is interrupted
    public void awaitAllAcked() throws InterruptedException {
        allAcked(Deadline.ENDLESS_NANOS);
    }

    /// As `awaitAllAcked`; false when a message is still un-acked after `timeout`.
    ///
    /// @throws InterruptedException the thread is interrupted
    public boolean awaitAllAcked(Duration timeout) throws InterruptedException {
        return allAcked(Deadline.nanosOf(timeout));
    }

    private boolean allAcked(long nanos) throws InterruptedException {
        try {
            begin();
            return waits.allAcked(nanos);
        } catch (IllegalStateException failure) {
            throw queue.explain(failure);
        }
    }

    /// How many messages wait to be taken; counts them, so a long queue takes longer. Un-acked
    /// messages are not among them.
    public long size() {
        return count(counts -> counts.waiting(Long.MAX_VALUE));
    }

    /// Whether no message waits to be taken.
    public boolean isEmpty() {
        return count(counts -> counts.waiting(1)) == 0;
    }

    /// How many messages could be put in now without waiting.
    public long remainingCapacity() {
        return count(QueueCounts::room);
    }

    private long count(ToLongFunction<QueueCounts> what) {
        try {
            queue.region().check();
            return what.applyAsLong(new QueueCounts(ring));
        } catch (IllegalStateException failure) {
            throw queue.explain(failure);
        }
    }

    /// The queue as a `BlockingQueue`, for code that wants one. Messages are taken at most once, as by
    /// [#take]; `offer`, `put` and `poll` throw as those of this class when the queue is closed.
    ///
    /// `peek` and iterators read copies of the messages that wait and leave them in the queue. `remove` of
    /// an element, of an iterator, `removeIf` and `clear` take the very messages that they saw, unless
    /// another consumer was faster. The room of a message that was removed before earlier ones is free
    /// once these are taken. `size` leaves out un-acked messages. Threads of all processes may use such
    /// views and this object at once.
    public BlockingQueue<T> asBlockingQueue() {
        return new BlockingQueueView<>(this, QueueCore.over(region()));
    }

    /// The queue as a publisher of Reactive Streams. Each subscriber is one more consumer, of any process:
    /// a message goes to one of them.
    ///
    /// A message is acked when `onNext` has returned, so it is delivered at least once; the message at which
    /// `onNext` throws is given back, and the subscription ends. As many messages are taken as the
    /// subscriber requested. When the queue is closed and empty, `onComplete` follows; what a call of this
    /// class throws goes to `onError`. A virtual thread for each subscriber makes all its calls.
    public Flow.Publisher<T> asPublisher() {
        return new QueuePublisher<>(this);
    }

    /// Closes the queue for all processes, for good: no message can be put in any more. Does nothing
    /// the second time.
    public void close() {
        try {
            queue.check();
            QueueHeader.closeVolatile(memory);
            CrashPoint.hit("queue.closed");
            ring.wakeAll();
        } catch (IllegalStateException failure) {
            throw queue.explain(failure);
        }
    }

    /// Whether a process closed the queue.
    public boolean isClosed() {
        try {
            queue.region().check();
            return ring.isClosed();
        } catch (IllegalStateException failure) {
            throw queue.explain(failure);
        }
    }

    @Override
    public String toString() {
        return "SharedQueue[%s: %s, capacity %s]".formatted(name(), queue.constants().codec(), capacity());
    }
}

package io.millrace.shm.interop;

import io.millrace.shm.FileFormatException;
import io.millrace.shm.MemoryHandle;
import io.millrace.shm.MessageTooLargeException;
import io.millrace.shm.internal.region.GracePeriod;
import io.millrace.shm.internal.region.MemoryAccess;
import io.millrace.shm.message.Codec;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.nio.BufferOverflowException;
import java.nio.BufferUnderflowException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Function;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.bytes.BytesIn;
import net.openhft.chronicle.bytes.BytesOut;
import org.jspecify.annotations.Nullable;

/// Two functions of a user over Chronicle's `Bytes`, which are pointed at the memory of a message for
/// the time of a call. [GracePeriod] keeps that memory in place meanwhile.
///
/// @param access of the memory that the messages stay within; null before `bind`
record ChronicleCodec<T>(
        String name,
        BiConsumer<T, BytesOut<?>> write,
        Function<BytesIn<?>, T> read,
        @Nullable GracePeriod access,
        AtomicReference<@Nullable ChronicleWindow> spare)
        implements Codec<T> {

    ChronicleCodec(
            String name,
            BiConsumer<T, BytesOut<?>> write,
            Function<BytesIn<?>, T> read,
            @Nullable GracePeriod access) {
        this(name, write, read, access, new AtomicReference<>());
    }

    @Override
    public Codec<T> bind(MemoryHandle memory) {
        return new ChronicleCodec<>(name, write, read, MemoryAccess.regionsOf(memory).gracePeriod());
    }

    @Override
    public long encode(T value, MemorySegment target) {
        if (!target.isNative()) {
            return encodeOnHeap(value, target);
        }
        return inPlace(target, window -> {
            Bytes<?> bytes = window.forWrite(target);
            try {
                write.accept(value, bytes);
            } catch (BufferOverflowException full) {
                throw new MessageTooLargeException(("the message does not fit: codec=%s, largest=%,d bytes; make what"
                        + " carries it with room for larger ones")
                        .formatted(name, target.byteSize()), full);
            }
            return bytes.writePosition();
        });
    }

    private long encodeOnHeap(T value, MemorySegment target) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment copy = arena.allocate(Math.max(1, target.byteSize())).asSlice(0, target.byteSize());
            long byteSize = encode(value, copy);
            MemorySegment.copy(copy, 0, target, 0, byteSize);
            return byteSize;
        }
    }

    @Override
    public T decode(MemorySegment source) {
        if (!source.isNative()) {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment copy = arena.allocate(Math.max(1, source.byteSize())).asSlice(0, source.byteSize());
                copy.copyFrom(source);
                return decode(copy);
            }
        }
        return inPlace(source, window -> {
            try {
                return read.apply(window.forRead(source));
            } catch (BufferUnderflowException tooShort) {
                throw new FileFormatException(("the message is shorter than its reader expects: codec=%s,"
                        + " byteSize=%,d; see that all sides use the same classes")
                        .formatted(name, source.byteSize()), tooShort);
            }
        });
    }

    private <R> R inPlace(MemorySegment segment, Function<ChronicleWindow, R> call) {
        int ticket = access == null ? 0 : access.enter();
        try {
            if (!segment.scope().isAlive()) {
                throw new IllegalStateException(
                        "the memory of the message is gone: the region was dropped, or the memory closed");
            }
            ChronicleWindow kept = spare.getAndSet(null);
            ChronicleWindow window = kept == null ? newWindow() : kept;
            try {
                return call.apply(window);
            } finally {
                window.leave();
                spare.set(window);
            }
        } finally {
            Reference.reachabilityFence(segment);
            if (access != null) {
                access.exit(ticket);
            }
        }
    }

    private static ChronicleWindow newWindow() {
        ChronicleStart.quietly();
        return new ChronicleWindow();
    }
}

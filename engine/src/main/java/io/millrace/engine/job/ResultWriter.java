package io.millrace.engine.job;

import io.millrace.engine.function.ThrownBytes;
import io.millrace.shm.MessageTooLargeException;
import io.millrace.shm.OutOfSpaceException;
import io.millrace.shm.Waiting;
import io.millrace.shm.message.Codec;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Writes the results of a batch into its room, as [ResultReader] reads them. What is too large for
/// the room goes to an overflow region and closes the batch.
final class ResultWriter {
    /// The most bytes one result may take: 16 MiB and what the codec writes around them.
    static final int MOST_BYTES = (16 << 20) + 64;

    /// Room that something of every error has in any case.
    private static final int LEAST_ROOM = ThrownBytes.LEAST_BYTE_SIZE + ResultReader.HEADER;

    private static final int FIRST_SCRATCH = 1 << 18;
    private static final Duration ROOM_PATIENCE = Duration.ofSeconds(2);
    private static final Duration SLICE = Duration.ofMillis(50);

    private final Codec<Object> codec;
    private final MemorySegment room;
    private final TaskOverflow overflow;
    private final Bell news;
    private int end;
    private int last;
    private int largest;
    private boolean closed;

    /// Goes on where those who worked on the batch before have stopped.
    ResultWriter(Codec<Object> codec, PoolRegion pool, int row, long epoch) {
        MemorySegment segment = pool.task(row);
        long progress = TaskRow.progressAcquire(segment);
        this.codec = codec;
        this.room = TaskTable.results(pool, segment);
        this.overflow = new TaskOverflow(pool, row, epoch);
        this.news = pool.taskNews();
        this.end = TaskRow.end(progress);
        this.closed = TaskRow.isClosed(progress);
    }

    /// Where the results end so far.
    int end() {
        return end;
    }

    /// Whether the last result lies elsewhere.
    boolean isClosed() {
        return closed;
    }

    /// Whether a result like the largest so far would fit.
    boolean hasRoom() {
        return !closed && room.byteSize() - end >= Math.max(LEAST_ROOM, largest);
    }

    /// Whether `same` would fit.
    boolean hasRoomForSame() {
        return !closed && room.byteSize() - end >= ResultReader.HEADER + Integer.BYTES;
    }

    void value(@Nullable Object value) {
        if (value == null) {
            record(Status.NULL.ordinal(), 0);
            return;
        }
        try {
            write(Status.VALUE, value);
        } catch (Throwable cannotTravel) { // an accessor of the user's may throw anything: still this item's error
            failure(Status.UNENCODABLE, cannotTravel);
        }
    }

    void threw(Throwable failure) {
        failure(Status.THREW, failure);
    }

    /// Whatever the failure is, some of it fits.
    private void failure(Status status, Throwable failure) {
        try {
            write(status, failure);
        } catch (Throwable cannotTravel) {
            MemorySegment left = room.asSlice(end + ResultReader.HEADER);
            record(status.ordinal(), (int) ThrownBytes.encode(failure, left, codec));
        }
    }

    /// The same as for the item before.
    void same() {
        int back = last;
        room.set(ResultReader.LENGTH, end + ResultReader.HEADER, back);
        record(ResultReader.SAME, Integer.BYTES);
        last = back;
    }

    private void write(Status status, Object value) {
        int length;
        try {
            length = (int) codec.encode(value, room.asSlice(end + ResultReader.HEADER));
        } catch (MessageTooLargeException large) {
            writeElsewhere(status, value);
            return;
        }
        record(status.ordinal(), length);
    }

    private void record(int code, int length) {
        room.set(ValueLayout.JAVA_BYTE, end, (byte) code);
        room.set(ResultReader.LENGTH, end + 1, length);
        last = end;
        end += ResultReader.HEADER + length;
        largest = Math.max(largest, ResultReader.HEADER + length);
    }

    private void writeElsewhere(Status status, Object value) {
        for (int scratch = FIRST_SCRATCH; true; scratch = Math.min(scratch * 4, MOST_BYTES)) {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment bytes = arena.allocate(scratch);
                long length = codec.encode(value, bytes);
                makeRoom(bytes.asSlice(0, length));
                record(status.ordinal() | ResultReader.ELSEWHERE, 0);
                closed = true;
                return;
            } catch (MessageTooLargeException large) {
                if (scratch >= MOST_BYTES) {
                    throw new MessageTooLargeException(
                            "a result is too large: most=%,d bytes; let the task write it to an array or file, or return it in parts"
                                    .formatted(MOST_BYTES),
                            large);
                }
            }
        }
    }

    /// Other results that are on their way give their space back soon.
    private void makeRoom(MemorySegment bytes) {
        long deadline = System.nanoTime() + ROOM_PATIENCE.toNanos();
        while (true) {
            int seen = news.getAcquire();
            try {
                overflow.make(TaskOverflow.RESULT, bytes.byteSize(), target -> target.copyFrom(bytes));
                return;
            } catch (OutOfSpaceException full) {
                if (System.nanoTime() - deadline > 0) {
                    throw full;
                }
                news.awaitChange(seen, Waiting.PARK, SLICE);
            }
        }
    }
}

package io.millrace.engine.internal.runner;

import io.millrace.engine.internal.job.PoolRegion;
import io.millrace.engine.internal.job.ResultReader;
import io.millrace.engine.internal.job.SpillRegions;
import io.millrace.engine.internal.job.TaskTable;
import io.millrace.engine.internal.lambda.ThrownBytes;
import io.millrace.engine.internal.layout.Column;
import io.millrace.engine.internal.layout.Status;
import io.millrace.engine.internal.layout.TaskRow;
import io.millrace.shm.MessageTooLargeException;
import io.millrace.shm.OutOfSpaceException;
import io.millrace.shm.Waiting;
import io.millrace.shm.internal.codec.Utf8;
import io.millrace.shm.internal.wait.Deadline;
import io.millrace.shm.internal.wait.EventCount;
import io.millrace.shm.message.Codec;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Writes the results of a batch into its room, as [ResultReader] reads them: into a column as long
/// as they are of the type of the first one, then as records. A result that is too large for the
/// room is written to a region of its own and closes the batch.
final class ResultWriter {
    /// The most bytes one result may take: 16 MiB and what the codec writes around them.
    static final int MAX_BYTES = (16 << 20) + 64;

    /// Room for the least that is written of an error.
    private static final int MIN_ROOM_BYTES = ThrownBytes.MIN_BYTES + ResultReader.HEADER;

    private static final int FIRST_BUFFER_BYTES = 1 << 18;
    private static final Duration ROOM_TIMEOUT = Duration.ofSeconds(2);
    private final Codec<Object> codec;
    private final MemorySegment row;
    private final MemorySegment room;
    private final SpillRegions overflow;
    private final EventCount news;

    /// Of all results so far; NONE before the first one, and when there are records.
    private Column column = Column.NONE;

    private int width;
    private int end;
    private int last;
    private int largest;
    private boolean closed;

    /// Where earlier workers of the batch stopped; call [#resume] before the first result.
    ResultWriter(Codec<Object> codec, PoolRegion pool, int row, long epoch) {
        MemorySegment segment = pool.task(row);
        long progress = TaskRow.progressAcquire(segment);
        this.codec = codec;
        this.row = segment;
        this.room = TaskTable.results(pool, segment);
        this.overflow = new SpillRegions(pool, row, epoch);
        this.news = pool.taskNews();
        this.end = TaskRow.end(progress);
        this.closed = TaskRow.isClosed(progress);
    }

    /// Goes on in the column of earlier workers, or behind it.
    ///
    /// @throws io.millrace.shm.FileFormatException when the row names a column that does not exist
    void resume() {
        if (end == 0) {
            TaskRow.columnItems(row, 0); // an earlier worker may have died in its first item
        } else if (TaskRow.columnItems(row) == TaskRow.ALL_ITEMS) {
            column = TaskRow.resultColumn(row);
            width = column.width();
        }
    }

    /// Where the results end so far.
    int end() {
        return end;
    }

    /// Whether the last result is in a region of its own.
    boolean isClosed() {
        return closed;
    }

    /// Whether a result like the largest so far would fit.
    boolean hasRoom() {
        return !closed && room.byteSize() - end >= Math.max(MIN_ROOM_BYTES, largest);
    }

    /// Whether `same` would fit.
    boolean hasRoomForSame() {
        return !closed && room.byteSize() - end >= ResultReader.HEADER + Integer.BYTES;
    }

    void value(@Nullable Object value) {
        if (end == 0) {
            beginColumn(Column.of(value));
        }
        if (column != Column.NONE && column.takes(value)) {
            column.set(room, end, value);
            end += width;
        } else if (value == null) {
            record(Status.NULL.code(), 0);
        } else {
            encoded(value);
        }
    }

    private void beginColumn(Column first) {
        if (first.width() > 0) {
            column = first;
            width = first.width();
            TaskRow.resultColumn(row, first);
            TaskRow.columnItems(row, TaskRow.ALL_ITEMS);
        }
    }

    /// @return false when it has no UTF-8, or does not fit
    private boolean tryText(String text) {
        long left = room.byteSize() - end - ResultReader.HEADER;
        if (text.length() > left || Utf8.loneSurrogate(text) >= 0) {
            return false;
        }
        byte[] bytes = Utf8.encode(text);
        if (bytes.length > left) {
            return false;
        }
        MemorySegment.copy(bytes, 0, room, ValueLayout.JAVA_BYTE, end + ResultReader.HEADER, bytes.length);
        record(Status.TEXT.code(), bytes.length);
        return true;
    }

    private void encoded(Object value) {
        try {
            if (!(value instanceof String text) || !tryText(text)) {
                write(Status.VALUE, value);
            }
        } catch (Throwable cannotTravel) { // an accessor of the user may throw anything: it is the error of this item
            failure(Status.UNENCODABLE, cannotTravel);
        }
    }

    void threw(Throwable failure) {
        failure(Status.THREW, failure);
    }

    /// Writes as much of the failure as fits.
    private void failure(Status status, Throwable failure) {
        try {
            write(status, failure);
        } catch (Throwable cannotTravel) {
            MemorySegment left = room.asSlice(end + ResultReader.HEADER);
            record(status.code(), (int) ThrownBytes.encode(failure, left, codec));
        }
    }

    /// Records the result of the item before for this item too.
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
        record(status.code(), length);
    }

    private void record(int code, int length) {
        if (column != Column.NONE) {
            TaskRow.columnItems(row, end / width);
            column = Column.NONE;
        }
        room.set(ValueLayout.JAVA_BYTE, end, (byte) code);
        room.set(ResultReader.LENGTH, end + 1, length);
        last = end;
        end += ResultReader.HEADER + length;
        largest = Math.max(largest, ResultReader.HEADER + length);
    }

    private void writeElsewhere(Status status, Object value) {
        for (int scratch = FIRST_BUFFER_BYTES; true; scratch = Math.min(scratch * 4, MAX_BYTES)) {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment bytes = arena.allocate(scratch);
                long length = codec.encode(value, bytes);
                makeRoom(bytes.asSlice(0, length));
                record(status.code() | ResultReader.ELSEWHERE, 0);
                closed = true;
                return;
            } catch (MessageTooLargeException large) {
                if (scratch >= MAX_BYTES) {
                    throw new MessageTooLargeException(
                            ("a result is too large: most=%,d bytes; let the task write it to an array or file, or"
                                    + " return it in parts")
                                    .formatted(MAX_BYTES),
                            large);
                }
            }
        }
    }

    /// Makes the region; waits for space, which is freed when submitters take other results.
    private void makeRoom(MemorySegment bytes) {
        long deadline = System.nanoTime() + ROOM_TIMEOUT.toNanos();
        while (true) {
            int seen = news.epoch();
            try {
                overflow.make(SpillRegions.RESULT, bytes.byteSize(), target -> target.copyFrom(bytes));
                return;
            } catch (OutOfSpaceException full) {
                if (System.nanoTime() - deadline > 0) {
                    throw full;
                }
                news.awaitChange(seen, Waiting.PARK, Deadline.SLICE);
            }
        }
    }
}

package io.millrace.shm.internal.queue;

import io.millrace.shm.FileFormatException;
import io.millrace.shm.QueueClosedException;
import io.millrace.shm.RegionDroppedException;
import io.millrace.shm.RegionKind;
import io.millrace.shm.Waiting;
import io.millrace.shm.internal.codec.CodecName;
import io.millrace.shm.internal.layout.FileCodes;
import io.millrace.shm.internal.layout.QueueCell;
import io.millrace.shm.internal.layout.QueueHeader;
import io.millrace.shm.internal.region.Region;
import io.millrace.shm.internal.region.RegionRequest;
import io.millrace.shm.internal.region.Regions;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// The region of a queue: the checked constants of its header, and where its cells are.
///
/// ```text
/// 0                640        640 + stride   640 + 2 * stride                    end
/// +----------------+--------------+--------------+--- ... ---+------------------+
/// | QueueHeader    | cell 0       | cell 1       |           | cell capacity-1  |
/// +----------------+--------------+--------------+--- ... ---+------------------+
/// ```
///
/// Cell i holds the messages of the positions i, i + capacity, i + 2 * capacity and so on.
///
/// @param stride bytes from one cell to the next
public record QueueRegion(Region region, QueueHeader.Constants constants, long stride) {
    /// Where the first cell begins.
    static final long HEADER_BYTE_SIZE = QueueHeader.LAYOUT.byteSize();

    private static final long CELL_UNIT = 64;

    /// The properties of a new queue.
    ///
    /// @param codec name of it
    /// @param deadLetters name of the queue for dead letters; null: there is none
    public record Wanted(
            String codec,
            long capacity,
            long maxMessageByteSize,
            Waiting waiting,
            int maxDeliveries,
            @Nullable String deadLetters) {}

    /// What a new queue is created from.
    public static RegionRequest request(Regions memory, @Nullable String name, Wanted wanted) {
        QueueRegion deadLetters = wanted.deadLetters() == null
                ? null
                : over(memory.openRegion(wanted.deadLetters(), RegionKind.QUEUE)).forDeadLettersOf(wanted);
        QueueHeader.Constants constants = new QueueHeader.Constants(
                wanted.capacity(),
                wanted.maxMessageByteSize(),
                wanted.maxDeliveries(),
                FileCodes.of(wanted.waiting()),
                deadLetters == null ? 0 : deadLetters.region.row() + 1,
                deadLetters == null ? 0 : deadLetters.region.generation(),
                wanted.codec());
        long[] shape = {wanted.capacity(), wanted.maxMessageByteSize()};
        long byteSize = byteSize(wanted.capacity(), stride(wanted.maxMessageByteSize()));
        return new RegionRequest(
                name, RegionKind.QUEUE, null, shape, byteSize, region -> QueueHeader.write(region, constants));
    }

    private QueueRegion forDeadLettersOf(Wanted wanted) {
        CodecName.require(region, QueueHeader.CODEC, wanted.codec());
        if (constants.maxMessageByteSize() < wanted.maxMessageByteSize()) {
            throw new IllegalArgumentException(
                    ("dead letters do not fit: queue for dead letters=%s, its maxMessageByteSize=%,d, wanted=%,d;"
                            + " make it with room for them")
                            .formatted(region.name(), constants.maxMessageByteSize(), wanted.maxMessageByteSize()));
        }
        return this;
    }

    private static long stride(long maxMessageByteSize) {
        return (QueueCell.MESSAGE + maxMessageByteSize + CELL_UNIT - 1) & -CELL_UNIT;
    }

    private static long byteSize(long capacity, long stride) {
        return Math.addExact(HEADER_BYTE_SIZE, Math.multiplyExact(capacity, stride));
    }

    /// The queue in a region.
    ///
    /// @throws FileFormatException its header is damaged
    public static QueueRegion over(Region region) {
        MemorySegment memory = region.segment();
        if (!QueueHeader.isIntact(memory)) {
            throw damaged(region, "its checksum is wrong");
        }
        QueueHeader.Constants constants = QueueHeader.read(memory);
        boolean inRange = constants.capacity() >= 1
                && constants.capacity() <= Integer.MAX_VALUE
                && constants.maxMessageByteSize() >= 0
                && constants.maxMessageByteSize() <= Integer.MAX_VALUE;
        long stride = stride(inRange ? constants.maxMessageByteSize() : 0);
        if (!inRange || region.byteSize() != byteSize(constants.capacity(), stride)) {
            throw damaged(region, "its numbers do not fit its size");
        }
        FileCodes.waiting(constants.waiting()); // refuses an unknown code at once
        return new QueueRegion(region, constants, stride);
    }

    static FileFormatException damaged(Region region, String what) {
        return new FileFormatException("the queue is damaged: queue=%s, %s; drop it and make it anew"
                .formatted(region.info(), what));
    }

    /// The region of the queue for dead letters; null when there is none, or when it was dropped.
    @Nullable QueueRegion deadLetters() {
        if (constants.deadLetterRow() == 0) {
            return null;
        }
        Regions memory = region.memory();
        try {
            return over(memory.openRegion(constants.deadLetterRow() - 1, constants.deadLetterGeneration()));
        } catch (RegionDroppedException dropped) {
            return null;
        }
    }

    public Waiting waiting() {
        return FileCodes.waiting(constants.waiting());
    }

    public long capacity() {
        return constants.capacity();
    }

    /// Checks that this process may write here, and that the region is still there.
    ///
    /// @throws UnsupportedOperationException the file was attached read-only
    /// @throws RegionDroppedException somebody dropped the queue
    public void check() {
        if (region.segment().isReadOnly()) {
            throw new UnsupportedOperationException("the file was attached read-only: queue=%s, file=%s; use attach"
                    .formatted(region.name(), region.memory().file()));
        }
        region.check();
    }

    QueueClosedException closed() {
        return new QueueClosedException(
                "the queue is closed: queue=%s; nothing can be put in any more, and what was in is taken"
                .formatted(region.name()));
    }

    /// What to throw for a failed access: the JDK refuses memory that was unmapped.
    public RuntimeException explain(IllegalStateException cause) {
        return region.segment().scope().isAlive() ? cause : region.gone(cause);
    }
}

package io.millrace.shm.message;

import io.millrace.shm.FileFormatException;
import io.millrace.shm.RegionDroppedException;
import io.millrace.shm.RegionKind;
import io.millrace.shm.Waiting;
import io.millrace.shm.layout.QueueCell;
import io.millrace.shm.layout.QueueHeader;
import io.millrace.shm.region.Region;
import io.millrace.shm.region.RegionRequest;
import io.millrace.shm.region.Regions;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// The region of a queue: what its header says, checked, and where its cells are.
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
record QueueRegion(Region region, QueueHeader.Constants constants, long stride) {
    private static final long FIRST = QueueHeader.LAYOUT.byteSize();
    private static final long CELL_UNIT = 64;
    private static final Waiting[] WAITINGS = Waiting.values();

    /// What a new region must be.
    static RegionRequest request(Regions memory, @Nullable String name, Codec<?> codec, QueueOptions options) {
        CodecName.check(codec);
        QueueRegion deadLetters = options.deadLetters() == null
                ? null
                : over(memory.openRegion(options.deadLetters(), RegionKind.QUEUE)).forDeadLettersOf(codec, options);
        QueueHeader.Constants constants = new QueueHeader.Constants(
                options.capacity(),
                options.maxMessageByteSize(),
                options.maxDeliveries(),
                options.waiting().ordinal(),
                deadLetters == null ? 0 : deadLetters.region.row() + 1,
                deadLetters == null ? 0 : deadLetters.region.generation(),
                codec.name());
        long[] shape = {options.capacity(), options.maxMessageByteSize()};
        long byteSize = byteSize(options.capacity(), stride(options.maxMessageByteSize()));
        return new RegionRequest(
                name, RegionKind.QUEUE, null, shape, byteSize, region -> QueueHeader.write(region, constants));
    }

    private QueueRegion forDeadLettersOf(Codec<?> codec, QueueOptions options) {
        CodecName.require(region, QueueHeader.CODEC, codec);
        if (constants.maxMessageByteSize() < options.maxMessageByteSize()) {
            throw new IllegalArgumentException(
                    "dead letters do not fit: queue for dead letters=%s, its maxMessageByteSize=%,d, wanted=%,d; make it with room for them"
                            .formatted(region.name(), constants.maxMessageByteSize(), options.maxMessageByteSize()));
        }
        return this;
    }

    private static long stride(long maxMessageByteSize) {
        return (QueueCell.MESSAGE + maxMessageByteSize + CELL_UNIT - 1) & -CELL_UNIT;
    }

    private static long byteSize(long capacity, long stride) {
        return Math.addExact(FIRST, Math.multiplyExact(capacity, stride));
    }

    /// `FileFormatException` when its header is damaged.
    static QueueRegion over(Region region) {
        MemorySegment memory = region.segment();
        if (!QueueHeader.isIntact(memory)) {
            throw damaged(region, "its checksum is wrong");
        }
        QueueHeader.Constants constants = QueueHeader.read(memory);
        boolean inRange = constants.capacity() >= 1
                && constants.capacity() <= Integer.MAX_VALUE
                && constants.maxMessageByteSize() >= 0
                && constants.maxMessageByteSize() <= Integer.MAX_VALUE
                && constants.waiting() >= 0
                && constants.waiting() < WAITINGS.length;
        long stride = stride(inRange ? constants.maxMessageByteSize() : 0);
        if (!inRange || region.byteSize() != byteSize(constants.capacity(), stride)) {
            throw damaged(region, "its numbers do not fit its size");
        }
        return new QueueRegion(region, constants, stride);
    }

    static FileFormatException damaged(Region region, String what) {
        return new FileFormatException("the queue is damaged: queue=%s, %s; drop it and make it anew"
                .formatted(region.info(), what));
    }

    /// The region of the queue for dead letters; null when there is none, or none any more.
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

    Waiting waiting() {
        return WAITINGS[constants.waiting()];
    }

    long capacity() {
        return constants.capacity();
    }

    /// Where the cell with that index begins.
    long cellAt(long index) {
        return FIRST + index * stride;
    }
}

package io.millrace.engine.internal.job;

import io.millrace.engine.internal.layout.Status;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Results as they stand in a row, item after item.
///
/// ```text
/// +------------+------------+--------------+
/// | status, 1B | length, 4B | length bytes |      one record an item
/// +------------+------------+--------------+
/// ```
///
/// Two codes beside those of [Status]: the bytes of [#SAME] are the position of the record that
/// holds for this item too; [#ELSEWHERE] is added to the status of a result whose bytes are in a
/// region of its own.
public final class ResultReader {
    public static final ValueLayout.OfInt LENGTH = ValueLayout.JAVA_INT_UNALIGNED;
    public static final int HEADER = 5;
    public static final int SAME = 0x40;
    public static final int ELSEWHERE = 0x20;

    private final MemorySegment records;
    private final SpillRegions overflow;

    ResultReader(MemorySegment records, SpillRegions overflow) {
        this.records = records;
        this.overflow = overflow;
    }

    /// Hands over the records of items `from` to `to`, which begin at `at`.
    ///
    /// @return where the next record will begin
    int read(int at, int from, int to, ResultSink sink) {
        int position = at;
        for (int item = from; item < to; item++) {
            int length = records.get(LENGTH, position + 1);
            handOver(item, position, sink);
            position += HEADER + length;
        }
        return position;
    }

    private void handOver(int item, int position, ResultSink sink) {
        int code = records.get(ValueLayout.JAVA_BYTE, position);
        int length = records.get(LENGTH, position + 1);
        if (code == SAME) {
            int back = records.get(LENGTH, position + HEADER);
            handOver(item, back, sink);
        } else if ((code & ELSEWHERE) != 0) {
            sink.accept(item, Status.ofCode(code & ~ELSEWHERE), overflow.open(SpillRegions.RESULT));
        } else {
            sink.accept(item, Status.ofCode(code), records.asSlice(position + HEADER, length));
        }
    }
}

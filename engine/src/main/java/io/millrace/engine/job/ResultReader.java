package io.millrace.engine.job;

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
/// Two codes beside those of [Status]: [#SAME] has as bytes the place of the record that holds for
/// this item too, and [#ELSEWHERE] is added to the status of a result without bytes here: they lie in
/// an overflow region.
final class ResultReader {
    static final ValueLayout.OfInt LENGTH = ValueLayout.JAVA_INT_UNALIGNED;
    static final int HEADER = 5;
    static final int SAME = 0x40;
    static final int ELSEWHERE = 0x20;

    private static final Status[] STATUSES = Status.values();

    private final MemorySegment records;
    private final TaskOverflow overflow;

    ResultReader(MemorySegment records, TaskOverflow overflow) {
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
            sink.accept(item, STATUSES[code & ~ELSEWHERE], overflow.open(TaskOverflow.RESULT));
        } else {
            sink.accept(item, STATUSES[code], records.asSlice(position + HEADER, length));
        }
    }
}

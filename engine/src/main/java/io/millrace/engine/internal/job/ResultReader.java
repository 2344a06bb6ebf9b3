package io.millrace.engine.internal.job;

import io.millrace.engine.internal.layout.Column;
import io.millrace.engine.internal.layout.Status;
import io.millrace.engine.internal.layout.TaskRow;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Results as they stand in a row, item after item: a [Column], which may be empty, then records.
///
/// ```text
/// +-------+-------+--   --+------------+------------+--------------+--
/// | value | value |  ...  | status, 1B | length, 4B | length bytes |  ...
/// +-------+-------+--   --+------------+------------+--------------+--
///    columnItems values              one record for each other item
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

    private final MemorySegment row;
    private final MemorySegment records;
    private final SpillRegions overflow;

    /// @param row the head of the row
    /// @param records the results in the row, up to their end
    ResultReader(MemorySegment row, MemorySegment records, SpillRegions overflow) {
        this.row = row;
        this.records = records;
        this.overflow = overflow;
    }

    /// Hands over the results of items `from` to `to`, which begin at `at`.
    ///
    /// @return where the next result will begin
    int read(int at, int from, int to, ResultSink sink) {
        int inColumn = Math.min(to, TaskRow.columnItems(row));
        return from < inColumn
                ? readRecords(readColumn(from, inColumn, sink), inColumn, to, sink)
                : readRecords(at, from, to, sink);
    }

    private int readColumn(int from, int to, ResultSink sink) {
        Column column = TaskRow.resultColumn(row);
        sink.values(from, column.read(records, (long) from * column.width(), to - from));
        return to * column.width();
    }

    private int readRecords(int at, int from, int to, ResultSink sink) {
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

package io.millrace.engine.internal.task;

import io.millrace.engine.internal.layout.Column;
import io.millrace.engine.internal.layout.TaskSpec;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// Consecutive items of one call, encoded as [TaskSpec] wants them: a part of an array that others
/// read too.
///
/// @param column how they stand in the array
/// @param from offset of the first item
/// @param to offset behind the last item
/// @param first index of the first item within its call
record EncodedItems(Column column, byte[] bytes, int from, int to, long first, int count) {
    static final VarHandle LENGTH = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private static final byte[] NO_INPUT = noInputBytes();

    private static byte[] noInputBytes() {
        byte[] bytes = new byte[Integer.BYTES];
        LENGTH.set(bytes, 0, TaskSpec.NO_INPUT);
        return bytes;
    }

    /// The one item of a call whose function takes no input.
    static EncodedItems noInput() {
        return new EncodedItems(Column.NONE, NO_INPUT, 0, NO_INPUT.length, 0, 1);
    }

    /// The first items: at least one, at most so many, and no more than fit into so many bytes.
    EncodedItems head(int most, long room) {
        int width = column.width();
        if (width > 0) {
            int some = (int) Math.min(Math.min(count, most), Math.max(1, room / width));
            return new EncodedItems(column, bytes, from, from + some * width, first, some);
        }
        int end = from;
        int taken = 0;
        while (taken < count && taken < most) {
            int next = behind(end);
            if (taken > 0 && next - from > room) {
                break;
            }
            end = next;
            taken++;
        }
        return new EncodedItems(column, bytes, from, end, first, taken);
    }

    /// Without the first so many.
    EncodedItems without(int leading) {
        int begin = from + leading * column.width();
        for (int item = 0; item < leading && column.width() == 0; item++) {
            begin = behind(begin);
        }
        return new EncodedItems(column, bytes, begin, to, first + leading, count - leading);
    }

    private int behind(int at) {
        return at + Integer.BYTES + Math.max(0, (int) LENGTH.get(bytes, at));
    }

    boolean isEmpty() {
        return count == 0;
    }

    /// Whether `next` lies right behind in the same array and column.
    boolean meets(EncodedItems next) {
        return column == next.column && bytes == next.bytes && to == next.from;
    }

    /// This and what lies right behind.
    EncodedItems with(EncodedItems next) {
        return new EncodedItems(column, bytes, from, next.to, first, count + next.count);
    }

    TaskSpec.ItemBytes forBatch() {
        byte[] copy = from == 0 && to == bytes.length ? bytes : Arrays.copyOfRange(bytes, from, to);
        return new TaskSpec.ItemBytes(column, copy, count);
    }
}

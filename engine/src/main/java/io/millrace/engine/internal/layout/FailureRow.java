package io.millrace.engine.internal.layout;

import io.millrace.shm.internal.layout.BitField;
import io.millrace.shm.internal.layout.Struct;
import io.millrace.shm.internal.layout.Words;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.util.List;

/// The last exception of a function of the user in a pool, for people: 512 bytes behind the pool's
/// header.
///
/// | field    | offset | bytes | written by         | order                            |
/// |----------|-------:|------:|--------------------|----------------------------------|
/// | `word`   |      0 |     8 | workers, recoverer | compare-and-set; readers acquire |
/// | `at`     |      8 |     8 | worker             | plain, before `word` is SET      |
/// | `pid`    |     16 |     8 | worker             | plain, before `word` is SET      |
/// | `length` |     24 |     4 | worker             | plain, before `word` is SET      |
/// | `text`   |     28 |   484 | worker             | plain, before `word` is SET      |
///
/// Bits of `word`:
///
/// | bits    | first | bits |
/// |---------|------:|-----:|
/// | `slot`  |     0 |   10 |
/// | `state` |    10 |    2 |
/// | `count` |    12 |   52 |
///
/// `count` counts the changes of the word, so a reader that finds the same word before and after it
/// copied the fields has a whole text. `at` is in milliseconds since 1970; `text` is a class, a line
/// feed and a message in UTF-8. The transitions stand at `LastFailure`.
public final class FailureRow {
    /// `state`: there is no text.
    public static final int NONE = 0;
    /// `state`: the worker of `slot` writes.
    public static final int WRITING = 1;
    /// `state`: the text is whole.
    public static final int SET = 2;

    /// Bytes of the text.
    public static final int TEXT_BYTES = 484;

    private static final BitField SLOT = new BitField("slot", 0, 10);
    private static final BitField STATE = new BitField("state", 10, 2);
    private static final BitField COUNT = new BitField("count", 12, 52);

    static final List<BitField> FIELDS = List.of(SLOT, STATE, COUNT);

    public static final Struct LAYOUT = Struct.builder()
            .longs("word", "at", "pid")
            .ints("length")
            .bytes(TEXT_BYTES, "text")
            .build();

    private static final long WORD = LAYOUT.offset("word");
    private static final long AT = LAYOUT.offset("at");
    private static final long PID = LAYOUT.offset("pid");
    private static final long LENGTH = LAYOUT.offset("length");
    private static final long TEXT = LAYOUT.offset("text");

    private FailureRow() {}

    public static long wordAcquire(MemorySegment row) {
        return (long) Words.LONGS.getAcquire(row, WORD);
    }

    /// The word once more, after the loads before it.
    public static long wordAgain(MemorySegment row) {
        VarHandle.loadLoadFence();
        return (long) Words.LONGS.getOpaque(row, WORD);
    }

    public static boolean wordCas(MemorySegment row, long expected, long value) {
        return Words.LONGS.compareAndSet(row, WORD, expected, value);
    }

    /// The word after `word`.
    public static long next(long word, int state, int slot) {
        return COUNT.set(STATE.set(SLOT.set(0, slot), state), COUNT.get(word) + 1);
    }

    public static int state(long word) {
        return (int) STATE.get(word);
    }

    public static int slot(long word) {
        return (int) SLOT.get(word);
    }

    /// Writes the fields. Called by the worker in WRITING.
    public static void write(MemorySegment row, long pid, byte[] text) {
        int length = Math.min(text.length, TEXT_BYTES);
        row.set(Words.LONG, AT, System.currentTimeMillis());
        row.set(Words.LONG, PID, pid);
        row.set(Words.INT, LENGTH, length);
        MemorySegment.copy(text, 0, row, ValueLayout.JAVA_BYTE, TEXT, length);
    }

    public static long at(MemorySegment row) {
        return row.get(Words.LONG, AT);
    }

    public static long pid(MemorySegment row) {
        return row.get(Words.LONG, PID);
    }

    /// A copy of the text; as long as it can be, whatever the file says.
    public static byte[] text(MemorySegment row) {
        int length = Math.clamp(row.get(Words.INT, LENGTH), 0, TEXT_BYTES);
        return row.asSlice(TEXT, length).toArray(ValueLayout.JAVA_BYTE);
    }
}

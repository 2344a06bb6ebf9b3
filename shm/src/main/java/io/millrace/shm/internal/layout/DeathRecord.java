package io.millrace.shm.internal.layout;

import java.lang.foreign.MemorySegment;
import java.util.List;

/// One record of the log of deaths in the header of the file: a process that died, and what its
/// recoverer put right. 64 bytes; a ring of 58 of them.
///
/// | field    | offset | bytes | written by | order                     |
/// |----------|-------:|------:|------------|---------------------------|
/// | `number` |      0 |     8 | recoverer  | plain, before `crc`       |
/// | `joins`  |      8 |     8 | recoverer  | plain, before `crc`       |
/// | `at`     |     16 |     8 | recoverer  | plain, before `crc`       |
/// | `mended` |     24 |     8 | recoverer  | plain, before `crc`       |
/// | `pid`    |     32 |     4 | recoverer  | plain, before `crc`       |
/// | `slot`   |     36 |     4 | recoverer  | plain, before `crc`       |
/// | `name`   |     40 |    20 | recoverer  | plain, before `crc`       |
/// | `crc`    |     60 |     4 | recoverer  | release; readers copy all |
///
/// Bits of `mended`, each a number of things, at most as many as its bits can say:
///
/// | bits       | first | bits |
/// |------------|------:|-----:|
/// | `locks`    |     0 |   10 |
/// | `permits`  |    10 |   12 |
/// | `messages` |    22 |   12 |
/// | `chunks`   |    34 |   12 |
/// | `tasks`    |    46 |    8 |
/// | `ends`     |    54 |    6 |
/// | `regions`  |    60 |    4 |
///
/// ```text
///   deaths + 1 (G1) ──▶ fields ──▶ crc (G2)      the record of number n is n - 1 modulo 58
/// ```
///
/// `number` counts the deaths of the file from 1; `joins` is that of the slot, so slot and `joins`
/// name one attachment. `crc` is the CRC-32C of the 64 bytes, its own taken as zero: a reader copies the
/// record and leaves it out when the sum is wrong.
///
/// **Death.** Of the recoverer between G1 and G2: the record is torn or of an earlier death, and the
/// next recoverer of the slot logs the death under another number. After G2, before the slot is free:
/// the next recoverer logs it once more; a reader joins records of one attachment.
public final class DeathRecord {
    /// Records of the ring.
    public static final int COUNT = 58;

    /// `mended`: locks, and threads that read under a read-write lock.
    public static final BitField LOCKS = new BitField("locks", 0, 10);
    /// `mended`: permits of semaphores.
    public static final BitField PERMITS = new BitField("permits", 10, 12);
    /// `mended`: messages that it wrote or had not acked.
    public static final BitField MESSAGES = new BitField("messages", 22, 12);
    /// `mended`: chunks of jobs over arrays.
    public static final BitField CHUNKS = new BitField("chunks", 34, 12);
    /// `mended`: batches of object tasks.
    public static final BitField TASKS = new BitField("tasks", 46, 8);
    /// `mended`: ends of pipes and broadcasts.
    public static final BitField ENDS = new BitField("ends", 54, 6);
    /// `mended`: regions that it was making or dropping.
    public static final BitField REGIONS = new BitField("regions", 60, 4);

    static final List<BitField> FIELDS = List.of(LOCKS, PERMITS, MESSAGES, CHUNKS, TASKS, ENDS, REGIONS);

    /// The picture above.
    public static final Struct LAYOUT = Struct.builder()
            .longs("number", "joins", "at", "mended")
            .ints("pid", "slot")
            .bytes(20, "name")
            .ints("crc")
            .build();

    private static final long NAME = LAYOUT.offset("name");
    private static final long CRC = LAYOUT.offset("crc");
    private static final long[][] HOLES = {{CRC, CRC + 4}};

    private DeathRecord() {}

    /// What a record says.
    ///
    /// @param joins of the slot
    /// @param at in milliseconds since 1970
    public record Facts(long number, long joins, long at, long mended, int pid, int slot, String name) {}

    /// `mended` with so many more of `field`, or as many as it can say.
    public static long add(long mended, BitField field, long count) {
        return field.set(mended, Math.min(field.get(mended) + count, field.get(-1)));
    }

    /// The record of a death, in a segment that begins with the file.
    public static MemorySegment of(MemorySegment file, long number) {
        long index = Long.remainderUnsigned(number - 1, COUNT);
        return file.asSlice(FileHeader.DEATH_LOG + index * LAYOUT.byteSize(), LAYOUT.byteSize());
    }

    /// Writes a record.
    public static void write(MemorySegment row, Facts facts) {
        row.set(Words.LONG, LAYOUT.offset("number"), facts.number);
        row.set(Words.LONG, LAYOUT.offset("joins"), facts.joins);
        row.set(Words.LONG, LAYOUT.offset("at"), facts.at);
        row.set(Words.LONG, LAYOUT.offset("mended"), facts.mended);
        row.set(Words.INT, LAYOUT.offset("pid"), facts.pid);
        row.set(Words.INT, LAYOUT.offset("slot"), facts.slot);
        Text.write(row.asSlice(NAME, LAYOUT.byteSize("name")), facts.name);
        Words.INTS.setRelease(row, CRC, Checksum.of(row, HOLES)); // G2
    }

    /// A private copy of a record.
    public static MemorySegment copy(MemorySegment row) {
        MemorySegment copy = MemorySegment.ofArray(new long[(int) LAYOUT.byteSize() / Long.BYTES]);
        return copy.copyFrom(MemorySegment.ofArray(Bytes.of(row)));
    }

    /// Whether the copy is a whole record.
    public static boolean isWhole(MemorySegment copy) {
        return number(copy) != 0 && copy.get(Words.INT, CRC) == Checksum.of(copy, HOLES);
    }

    /// The facts of a whole record.
    public static Facts read(MemorySegment copy) {
        return new Facts(
                number(copy),
                copy.get(Words.LONG, LAYOUT.offset("joins")),
                copy.get(Words.LONG, LAYOUT.offset("at")),
                copy.get(Words.LONG, LAYOUT.offset("mended")),
                copy.get(Words.INT, LAYOUT.offset("pid")),
                copy.get(Words.INT, LAYOUT.offset("slot")),
                Text.read(copy.asSlice(NAME, LAYOUT.byteSize("name"))));
    }

    private static long number(MemorySegment copy) {
        return copy.get(Words.LONG, 0);
    }
}

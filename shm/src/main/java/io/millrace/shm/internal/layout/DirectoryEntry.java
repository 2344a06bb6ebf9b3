package io.millrace.shm.internal.layout;

import java.lang.foreign.MemorySegment;
import java.util.List;

/// Row of the region directory. 256 bytes: no row shares a cache line with another.
///
/// | field         | offset | bytes | written by  | order                     |
/// |---------------|-------:|------:|-------------|---------------------------|
/// | `state`       |      0 |     8 | see below   | compare-and-set           |
/// | `dropEpoch`   |      8 |     8 | mutex owner | plain, before `DROPPING`  |
/// | `offset`      |     16 |     8 | mutex owner | plain, before `RESERVED`  |
/// | `byteSize`    |     24 |     8 | mutex owner | plain, before `RESERVED`  |
/// | `kind`        |     32 |     4 | mutex owner | plain, before `RESERVED`  |
/// | `elementType` |     36 |     4 | mutex owner | plain, before `RESERVED`  |
/// | `rank`        |     40 |     4 | mutex owner | plain, before `RESERVED`  |
/// | `crc`         |     44 |     4 | mutex owner | plain, before `RESERVED`  |
/// | `shape`       |     48 |    64 | mutex owner | plain, before `RESERVED`  |
/// | `name`        |    112 |    64 | mutex owner | plain, before `RESERVED`  |
/// | `generation`  |    176 |     8 | mutex owner | plain, before `RESERVED`  |
/// | `padding`     |    184 |    72 | nobody      | zero                      |
///
/// Bits of `state`:
///
/// | bits         | first | bits |
/// |--------------|------:|-----:|
/// | `phase`      |     0 |    3 |
/// | `slot`       |     3 |   10 |
/// | `generation` |    13 |   51 |
///
/// ```text
///         D1 reserve           D2 commit           D3 retire              D5 drop            D6 free
///   FREE ───────────▶ RESERVED(s) ──────▶ ACTIVE ───────────▶ RETIRED(s) ──────▶ DROPPING(s) ───▶ FREE
///     ▲                   │                 ▲                     │
///     └── D7: s is dead ──┘                 └── D4: in use, or s is dead
/// ```
///
/// **Writers.** D1, D5 and D6 by the owner of the directory's mutex, D2 and D4 by `s`, D4 and D7
/// also by the process that holds the byte of the dead `s`, D3 by any process. D1 adds one to the
/// generation, which also stands in the constant part. **Order.** Everything but `state` and
/// `dropEpoch` is written before D1 and constant until D6; the checksum covers it and the padding.
/// The data are zeroed and initialised before D2: a process that sees `ACTIVE` sees them.
/// **Death.** Before D1 nothing happened. After D5 the drop is decided and any process finishes it.
public final class DirectoryEntry {
    /// `phase`: the row is free.
    public static final int FREE = 0;
    /// `phase`: the process in `slot` prepares the region.
    public static final int RESERVED = 1;
    /// `phase`: in use; the slot bits are 0.
    public static final int ACTIVE = 2;
    /// `phase`: the process in `slot` asks whether the region is in use.
    public static final int RETIRED = 3;
    /// `phase`: dropped; its bytes are free when all living slots have closed it.
    public static final int DROPPING = 4;

    /// Bits of `state`: the phase.
    public static final BitField PHASE = new BitField("phase", 0, 3);
    /// Bits of `state`: the process that made the phase.
    public static final BitField SLOT = new BitField("slot", 3, 10);
    /// Bits of `state`: how often the row was reserved.
    public static final BitField GENERATION = new BitField("generation", 13, 51);

    static final List<BitField> FIELDS = List.of(PHASE, SLOT, GENERATION);

    /// The most dimensions of a shape.
    public static final int MAX_RANK = 8;

    /// The picture above.
    public static final Struct LAYOUT = Struct.builder()
            .longs("state", "dropEpoch", "offset", "byteSize")
            .ints("kind", "elementType", "rank", "crc")
            .bytes(MAX_RANK * 8L, "shape")
            .bytes(64, "name")
            .longs("generation")
            .bytes(72, "padding")
            .build();

    private static final long STATE = LAYOUT.offset("state");
    private static final long[][] HOLES = {{0, 16}, {offset("crc"), offset("crc") + 4}};

    private DirectoryEntry() {}

    private static long offset(String field) {
        return LAYOUT.offset(field);
    }

    /// A state word.
    public static long state(int phase, int slot, long generation) {
        return GENERATION.set(SLOT.set(PHASE.set(0, phase), slot), generation);
    }

    /// The phase of a state word.
    public static int phase(long state) {
        return (int) PHASE.get(state);
    }

    /// The slot of a state word.
    public static int slot(long state) {
        return (int) SLOT.get(state);
    }

    /// The generation of a state word.
    public static long generation(long state) {
        return GENERATION.get(state);
    }

    /// The state word of the row at `row`.
    public static long stateAcquire(MemorySegment row) {
        return (long) Words.LONGS.getAcquire(row, STATE);
    }

    /// The state word of the row that begins at `offset` of the file; asked before each use of a
    /// region, so it makes no object.
    public static long stateAcquire(MemorySegment file, long offset) {
        return (long) Words.LONGS.getAcquire(file, offset + STATE);
    }

    /// Changes the state; the compare-and-sets D1 to D7.
    public static boolean stateCas(MemorySegment row, long expected, long value) {
        return Words.LONGS.compareAndSet(row, STATE, expected, value);
    }

    /// The epoch of the drop; valid while `DROPPING`.
    public static long dropEpoch(MemorySegment row) {
        return row.get(Words.LONG, offset("dropEpoch"));
    }

    /// Stores the epoch of the drop, before D5.
    public static void dropEpoch(MemorySegment row, long epoch) {
        row.set(Words.LONG, offset("dropEpoch"), epoch);
    }

    /// The constant part of a row as it stands; check it before use.
    public static EntryFacts read(MemorySegment row) {
        int rank = row.get(Words.INT, offset("rank"));
        long[] shape = new long[Math.clamp(rank, 0, MAX_RANK)];
        for (int dimension = 0; dimension < shape.length; dimension++) {
            shape[dimension] = row.get(Words.LONG, offset("shape") + dimension * 8L);
        }
        return new EntryFacts(
                Text.read(row.asSlice(offset("name"), 64)),
                row.get(Words.INT, offset("kind")),
                row.get(Words.INT, offset("elementType")),
                shape,
                row.get(Words.LONG, offset("offset")),
                row.get(Words.LONG, offset("byteSize")),
                row.get(Words.LONG, offset("generation")));
    }

    /// Writes the constant part and its checksum into a row that is `FREE`; for the owner of the
    /// mutex.
    public static void write(MemorySegment row, EntryFacts facts) {
        row.asSlice(8).fill((byte) 0);
        long[] shape = facts.shape();
        Text.write(row.asSlice(offset("name"), 64), facts.name());
        row.set(Words.INT, offset("kind"), facts.kind());
        row.set(Words.INT, offset("elementType"), facts.elementType());
        row.set(Words.INT, offset("rank"), shape.length);
        for (int dimension = 0; dimension < shape.length; dimension++) {
            row.set(Words.LONG, offset("shape") + dimension * 8L, shape[dimension]);
        }
        row.set(Words.LONG, offset("offset"), facts.offset());
        row.set(Words.LONG, offset("byteSize"), facts.byteSize());
        row.set(Words.LONG, offset("generation"), facts.generation());
        row.set(Words.INT, offset("crc"), Checksum.of(row, HOLES));
    }

    /// Whether the checksum of the constant part is right.
    public static boolean isIntact(MemorySegment row) {
        return row.get(Words.INT, offset("crc")) == Checksum.of(row, HOLES)
                && row.get(Words.INT, offset("rank")) <= MAX_RANK;
    }
}

package io.millrace.shm.internal.layout;

import java.lang.foreign.MemorySegment;
import java.util.UUID;

/// The first 4,096 bytes of the file. The checksum covers all of it, padding included, except the
/// line of changing words.
///
/// | field            | offset | bytes | written by   | order                           |
/// |------------------|-------:|------:|--------------|---------------------------------|
/// | `magic`          |      0 |     8 | creator      | plain, before the file is named |
/// | `version`        |      8 |     4 | creator      | plain                           |
/// | `byteOrder`      |     12 |     4 | creator      | plain                           |
/// | `fileByteSize`   |     16 |     8 | creator      | plain                           |
/// | `idHigh`         |     24 |     8 | creator      | plain                           |
/// | `idLow`          |     32 |     8 | creator      | plain                           |
/// | `bootHigh`       |     40 |     8 | creator      | plain                           |
/// | `bootLow`        |     48 |     8 | creator      | plain                           |
/// | `createdAt`      |     56 |     8 | creator      | plain                           |
/// | `slotOffset`     |     64 |     8 | creator      | plain                           |
/// | `slotCount`      |     72 |     4 | creator      | plain                           |
/// | `entryCount`     |     76 |     4 | creator      | plain                           |
/// | `entryOffset`    |     80 |     8 | creator      | plain                           |
/// | `engineOffset`   |     88 |     8 | creator      | plain                           |
/// | `engineByteSize` |     96 |     8 | creator      | plain                           |
/// | `userOffset`     |    104 |     8 | creator      | plain                           |
/// | `userByteSize`   |    112 |     8 | creator      | plain                           |
/// | `flags`          |    120 |     4 | creator      | plain                           |
/// | `crc`            |    124 |     4 | creator      | plain, last                     |
/// | `padding`        |    128 |   128 | creator      | zero                            |
/// | `dropEpoch`      |    256 |     8 | mutex owner  | release; readers acquire        |
/// | `engineMark`     |    264 |     8 | mutex owner  | release; readers acquire        |
/// | `userMark`       |    272 |     8 | mutex owner  | release; readers acquire        |
/// | `deaths`         |    280 |     8 | recoverers   | atomic add                      |
/// | `changing`       |    288 |    96 | nobody       | zero                            |
/// | `deathLog`       |    384 |  3712 | recoverers   | see [DeathRecord]               |
///
/// `dropEpoch` is the newest drop, `deaths` the number of the newest death in the log. A mark (see
/// `HighWater`) is how far an area was ever used: behind it memory is still zero. The mutex is the lock
/// on the directory's byte.
public final class FileHeader {
    /// Bytes of the header, padding included.
    public static final long BYTE_SIZE = 4096;
    /// "MILLRACE", read as a little-endian number.
    public static final long MAGIC = 0x454341524C4C494DL;
    /// The version of this layout.
    public static final int VERSION = 4;
    /// Reads differently on a machine of the other byte order.
    public static final int BYTE_ORDER = 0x01020304;
    /// `flags`: removed when its creator closes it.
    public static final int TEMPORARY = 1;
    /// `flags`: stays when nobody uses it.
    public static final int PERSISTENT = 2;

    /// The picture above.
    public static final Struct LAYOUT = Struct.builder()
            .longs("magic")
            .ints("version", "byteOrder")
            .longs("fileByteSize", "idHigh", "idLow", "bootHigh", "bootLow", "createdAt", "slotOffset")
            .ints("slotCount", "entryCount")
            .longs("entryOffset", "engineOffset", "engineByteSize", "userOffset", "userByteSize")
            .ints("flags", "crc")
            .bytes(128, "padding")
            .longs("dropEpoch", "engineMark", "userMark", "deaths")
            .bytes(96, "changing")
            .bytes(3712, "deathLog")
            .build();

    private static final long CRC_OFFSET = offset("crc");
    private static final long[][] HOLES = {{CRC_OFFSET, CRC_OFFSET + 4}, {offset("dropEpoch"), BYTE_SIZE}};
    static final long DEATH_LOG = offset("deathLog");

    private static final long DEATHS = offset("deaths");
    private static final long DROP_EPOCH = offset("dropEpoch");
    private static final long ENGINE_MARK = offset("engineMark");
    private static final long USER_MARK = offset("userMark");

    private FileHeader() {}

    /// The constants that the creator of a file chooses.
    public record Constants(UUID id, UUID boot, long createdAt, int flags, Geometry geometry) {}

    private static long offset(String field) {
        return LAYOUT.offset(field);
    }

    /// An eight-byte field.
    public static long longField(MemorySegment header, String field) {
        return header.get(Words.LONG, offset(field));
    }

    /// A four-byte field.
    public static int intField(MemorySegment header, String field) {
        return header.get(Words.INT, offset(field));
    }

    /// Writes all constants and their checksum over zeroed memory.
    public static void write(MemorySegment header, Constants constants) {
        Geometry geometry = constants.geometry();
        put(header, "magic", MAGIC);
        put(header, "version", VERSION);
        put(header, "byteOrder", BYTE_ORDER);
        put(header, "fileByteSize", geometry.fileByteSize());
        put(header, "idHigh", constants.id().getMostSignificantBits());
        put(header, "idLow", constants.id().getLeastSignificantBits());
        put(header, "bootHigh", constants.boot().getMostSignificantBits());
        put(header, "bootLow", constants.boot().getLeastSignificantBits());
        put(header, "createdAt", constants.createdAt());
        put(header, "slotOffset", Geometry.SLOT_OFFSET);
        put(header, "slotCount", ProcessSlot.COUNT);
        put(header, "entryCount", geometry.entryCount());
        put(header, "entryOffset", Geometry.DIRECTORY_OFFSET);
        put(header, "engineOffset", geometry.engineOffset());
        put(header, "engineByteSize", geometry.engineByteSize());
        put(header, "userOffset", geometry.userOffset());
        put(header, "userByteSize", geometry.userByteSize());
        put(header, "flags", constants.flags());
        put(header, "crc", checksum(header));
    }

    private static void put(MemorySegment header, String field, long value) {
        header.set(Words.LONG, offset(field), value);
    }

    private static void put(MemorySegment header, String field, int value) {
        header.set(Words.INT, offset(field), value);
    }

    /// The constants of a header whose checksum was found right.
    public static Constants read(MemorySegment header) {
        Geometry geometry = new Geometry(
                intField(header, "entryCount"),
                longField(header, "engineOffset"),
                longField(header, "engineByteSize"),
                longField(header, "userOffset"),
                longField(header, "userByteSize"),
                longField(header, "fileByteSize"));
        return new Constants(
                new UUID(longField(header, "idHigh"), longField(header, "idLow")),
                new UUID(longField(header, "bootHigh"), longField(header, "bootLow")),
                longField(header, "createdAt"),
                intField(header, "flags"),
                geometry);
    }

    /// What `crc` must be.
    public static int checksum(MemorySegment header) {
        return Checksum.of(header.asSlice(0, BYTE_SIZE), HOLES);
    }

    /// The newest drop.
    public static long dropEpochAcquire(MemorySegment file) {
        return (long) Words.LONGS.getAcquire(file, DROP_EPOCH);
    }

    /// Announces a drop; for the owner of the mutex.
    public static void dropEpochRelease(MemorySegment file, long epoch) {
        Words.LONGS.setRelease(file, DROP_EPOCH, epoch);
    }

    /// The number of one more death.
    public static long nextDeath(MemorySegment file) {
        return (long) Words.LONGS.getAndAdd(file, DEATHS, 1L) + 1; // G1
    }

    /// How far the engine's area was ever used.
    public static long engineMarkAcquire(MemorySegment file) {
        return (long) Words.LONGS.getAcquire(file, ENGINE_MARK);
    }

    /// Changes that mark; for the owner of the mutex.
    public static void engineMarkRelease(MemorySegment file, long mark) {
        Words.LONGS.setRelease(file, ENGINE_MARK, mark);
    }

    /// How far the users' area was ever used.
    public static long userMarkAcquire(MemorySegment file) {
        return (long) Words.LONGS.getAcquire(file, USER_MARK);
    }

    /// Changes that mark; for the owner of the mutex.
    public static void userMarkRelease(MemorySegment file, long mark) {
        Words.LONGS.setRelease(file, USER_MARK, mark);
    }
}

package io.millrace.shm.message;

import io.millrace.shm.RegionKind;
import io.millrace.shm.data.NumericArray;
import io.millrace.shm.data.NumericValue;
import io.millrace.shm.data.StructArray;
import io.millrace.shm.region.Region;
import io.millrace.shm.region.Regions;
import org.jspecify.annotations.Nullable;

/// Handles in messages: row and generation of the region, so that the receiver opens exactly the
/// same one, or learns that it was dropped.
final class Handles {
    private Handles() {}

    /// Writes a handle, or the memory itself; false when it is neither.
    static boolean write(Object value, ValueWriter out) {
        switch (value) {
            case NumericArray array -> writeArray(array, out);
            case NumericValue number -> put(number.region(), value, out);
            case StructArray<?> structs -> {
                put(structs.region(), value, out);
                out.putName(structs.recordType().getName());
            }
            case SharedQueue<?> queue -> {
                put(queue.region(), value, out);
                writeCodec(queue.codec(), out);
            }
            case Regions memory -> {
                requireSame(memory, value, out);
                out.putMemory();
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private static void put(Region region, Object handle, ValueWriter out) {
        requireSame(region.memory(), handle, out);
        out.putHandle(region.kind().code(), region.row(), region.generation());
    }

    /// Several attachments of one process may look at the same file.
    private static void requireSame(Regions theirs, Object handle, ValueWriter out) {
        Regions own = out.memory();
        if (own == null) {
            throw new Refused(handle.getClass(), "a handle travels only through what lies in a memory, such as a queue");
        }
        if (own != theirs && !own.file().equals(theirs.file())) {
            throw new Refused(handle.getClass(), "it belongs to another file: file=%s, this message stays in %s; send data instead"
                    .formatted(theirs.file(), own.file()));
        }
    }

    private static void writeArray(NumericArray array, ValueWriter out) {
        put(array.region(), array, out);
        boolean whole = array.byteSize() == array.region().byteSize();
        out.putLong(whole ? -1 : array.start());
        out.putLong(array.start() + array.length());
    }

    private static void writeCodec(Codec<?> codec, ValueWriter out) {
        if (codec instanceof RecordCodec<?> records) {
            out.putName("record");
            out.putName(records.type().getName());
        } else if (ofName(codec.name()) != null) {
            out.putName(codec.name());
        } else {
            throw new Refused(SharedQueue.class, "its codec '" + codec.name()
                    + "' is not one that every process knows; send the name of the queue and open it there");
        }
    }

    private static @Nullable Codec<?> ofName(String name) {
        return switch (name) {
            case "bytes" -> Codec.bytes();
            case "utf8" -> Codec.utf8();
            case "longs" -> Codec.longs();
            case "doubles" -> Codec.doubles();
            case AnyCodec.NAME -> Codec.any();
            default -> null;
        };
    }

    /// The memory, for who reads a message that stays in it.
    static Regions memory(Carrier.Input in) {
        Regions memory = in.memory();
        if (memory == null) {
            throw new IllegalStateException("a handle in a message that belongs to no memory");
        }
        return memory;
    }

    static Object read(Carrier.Input in, long kindCode) {
        RegionKind kind = RegionKind.ofCode(Math.toIntExact(kindCode));
        Region region = memory(in).openRegion(Math.toIntExact(in.getLong()), in.getLong());
        if (region.kind() != kind) {
            throw new IllegalArgumentException("a handle on another kind: region=" + region.info() + ", wanted=" + kind);
        }
        return switch (kind) {
            case ARRAY, BYTES -> readArray(NumericArray.over(region), in.getLong(), in.getLong());
            case VALUE -> NumericValue.over(region);
            case STRUCT -> StructArray.over(region, recordType(in.getName()));
            case QUEUE -> SharedQueue.over(region, readCodec(in));
            default -> throw new IllegalArgumentException("no handle of that kind travels: kind=" + kind);
        };
    }

    private static NumericArray readArray(NumericArray array, long from, long to) {
        return from < 0 ? array : array.slice(from, to);
    }

    private static Class<? extends Record> recordType(String name) {
        return ClassNames.find(name).asSubclass(Record.class);
    }

    private static Codec<?> readCodec(Carrier.Input in) {
        String name = in.getName();
        Codec<?> codec = name.equals("record") ? Codec.record(recordType(in.getName())) : ofName(name);
        if (codec == null) {
            throw new IllegalArgumentException("codec=" + name);
        }
        return codec;
    }
}

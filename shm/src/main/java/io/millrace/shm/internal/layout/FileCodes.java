package io.millrace.shm.internal.layout;

import io.millrace.shm.ElementType;
import io.millrace.shm.FileFormatException;
import io.millrace.shm.RegionKind;
import io.millrace.shm.Waiting;

/// The codes by which constants of public enums stand in the file. A code never changes and is never
/// used again: another code needs another version of the file.
public final class FileCodes {
    private static final RegionKind[] KINDS = RegionKind.values();
    private static final ElementType[] TYPES = ElementType.values();
    private static final Waiting[] WAITINGS = Waiting.values();

    private FileCodes() {}

    /// The code of a kind of region.
    public static int of(RegionKind kind) {
        return switch (kind) {
            case ARRAY -> 1;
            case VALUE -> 2;
            case STRUCT -> 3;
            case BYTES -> 4;
            case ENGINE -> 5;
            case LOCK -> 6;
            case READ_WRITE_LOCK -> 7;
            case CONDITION -> 8;
            case SEMAPHORE -> 9;
            case EVENT -> 10;
            case BARRIER -> 11;
            case QUEUE -> 12;
            case PIPE -> 13;
            case BROADCAST -> 14;
            case MAP -> 15;
            case COUNTER -> 16;
        };
    }

    /// The kind of region with that code.
    ///
    /// @throws IllegalArgumentException no kind has that code
    public static RegionKind regionKind(int code) {
        for (RegionKind kind : KINDS) {
            if (of(kind) == code) {
                return kind;
            }
        }
        throw new IllegalArgumentException("no region kind: code=" + code + "; codes are 1 to 16");
    }

    /// The code of a type of elements.
    public static int of(ElementType type) {
        return switch (type) {
            case BYTE -> 1;
            case SHORT -> 2;
            case INT -> 3;
            case LONG -> 4;
            case FLOAT -> 5;
            case DOUBLE -> 6;
        };
    }

    /// The type of elements with that code.
    ///
    /// @throws IllegalArgumentException no type has that code
    public static ElementType elementType(int code) {
        for (ElementType type : TYPES) {
            if (of(type) == code) {
                return type;
            }
        }
        throw new IllegalArgumentException("no element type: code=" + code + "; codes are 1 to 6");
    }

    /// The code of a way to wait.
    public static int of(Waiting waiting) {
        return switch (waiting) {
            case SPIN -> 0;
            case BALANCED -> 1;
            case PARK -> 2;
        };
    }

    /// The way to wait with that code.
    ///
    /// @throws FileFormatException no way to wait has that code
    public static Waiting waiting(int code) {
        for (Waiting waiting : WAITINGS) {
            if (of(waiting) == code) {
                return waiting;
            }
        }
        throw unknown("waiting", code);
    }

    /// What to throw for a field of the file whose code no constant has.
    public static FileFormatException unknown(String field, int code) {
        return new FileFormatException(
                "the file has a code that this version does not know: field=%s, code=%s; use the version that wrote it"
                        .formatted(field, code));
    }
}

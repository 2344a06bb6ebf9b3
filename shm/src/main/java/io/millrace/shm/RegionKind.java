package io.millrace.shm;

/// What a region holds. In the file each kind is one code.
public enum RegionKind {
    /// Elements of one type, with a shape.
    ARRAY(1),
    /// One element.
    VALUE(2),
    /// Records of primitive components in C layout.
    STRUCT(3),
    /// Plain bytes, for messages and foreign views.
    BYTES(4),
    /// Bookkeeping of the engine; lives in the engine's own area and is hidden from users.
    ENGINE(5),
    /// The word of a `SharedLock`.
    LOCK(6),
    /// The words of a `SharedReadWriteLock`.
    READ_WRITE_LOCK(7),
    /// The word of a `SharedCondition`.
    CONDITION(8),
    /// The words of a `SharedSemaphore`.
    SEMAPHORE(9),
    /// The word of a `SharedEvent`.
    EVENT(10),
    /// The words of a `SharedBarrier`.
    BARRIER(11),
    /// The cells of a `SharedQueue`.
    QUEUE(12),
    /// The two rings of a `Pipe`.
    PIPE(13),
    /// The ring of a `Broadcast`.
    BROADCAST(14);

    private final int code;

    RegionKind(int code) {
        this.code = code;
    }

    /// What stands for this kind in the file.
    public int code() {
        return code;
    }

    /// The kind of a code read from a file; `IllegalArgumentException` for any other number.
    public static RegionKind ofCode(int code) {
        for (RegionKind kind : values()) {
            if (kind.code == code) {
                return kind;
            }
        }
        throw new IllegalArgumentException("no region kind: code=" + code + "; codes are 1 to 14");
    }
}

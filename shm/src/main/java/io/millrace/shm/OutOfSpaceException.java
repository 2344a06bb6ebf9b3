package io.millrace.shm;

/// The file system, the memory limit or the file itself has no room for what was asked.
public final class OutOfSpaceException extends MillraceException {
    private static final long serialVersionUID = 1L;

    private final long needed;
    private final long available;

    /// With the sizes in bytes.
    public OutOfSpaceException(String message, long needed, long available) {
        super(message);
        this.needed = needed;
        this.available = available;
    }

    /// Bytes that were asked for.
    public long needed() {
        return needed;
    }

    /// Bytes that could have been given in one piece.
    public long available() {
        return available;
    }
}

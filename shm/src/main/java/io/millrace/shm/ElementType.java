package io.millrace.shm;

/// The six element types of arrays and values.
public enum ElementType {
    /// 8 bits, signed.
    BYTE(1),
    /// 16 bits, signed.
    SHORT(2),
    /// 32 bits, signed.
    INT(4),
    /// 64 bits, signed.
    LONG(8),
    /// IEEE 754 binary32.
    FLOAT(4),
    /// IEEE 754 binary64.
    DOUBLE(8);

    private final int byteSize;

    ElementType(int byteSize) {
        this.byteSize = byteSize;
    }

    /// Bytes of one element.
    public int byteSize() {
        return byteSize;
    }
}

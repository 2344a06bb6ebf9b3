package io.millrace.shm;

/// The six element types of arrays and values. In the file each is one code from 1 to 6.
public enum ElementType {
    /// 8 bits, signed.
    BYTE(1, 1),
    /// 16 bits, signed.
    SHORT(2, 2),
    /// 32 bits, signed.
    INT(3, 4),
    /// 64 bits, signed.
    LONG(4, 8),
    /// IEEE 754 binary32.
    FLOAT(5, 4),
    /// IEEE 754 binary64.
    DOUBLE(6, 8);

    private final int code;
    private final int byteSize;

    ElementType(int code, int byteSize) {
        this.code = code;
        this.byteSize = byteSize;
    }

    /// Bytes of one element.
    public int byteSize() {
        return byteSize;
    }

    /// What stands for this type in the file.
    public int code() {
        return code;
    }

    /// The type of a code read from a file; `IllegalArgumentException` for any other number.
    public static ElementType ofCode(int code) {
        for (ElementType type : values()) {
            if (type.code == code) {
                return type;
            }
        }
        throw new IllegalArgumentException("no element type: code=" + code + "; codes are 1 to 6");
    }
}

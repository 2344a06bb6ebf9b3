package io.millrace.shm.internal.layout;

import java.util.ArrayList;
import java.util.List;

/// The fields of a structure in the file, one behind the other, each at a multiple of its alignment.
///
/// It says what a `StructLayout` of the JDK would say and makes nothing at run time: the layouts and
/// handles of the JDK take several milliseconds in a fresh JVM, and these structures are on the way
/// of every program.
///
/// @param fields in their order
/// @param byteSize of the whole
public record Struct(List<Field> fields, long byteSize) {
    /// One field.
    ///
    /// @param offset from the start of the structure
    public record Field(String name, long offset, long byteSize) {}

    /// Starts a list of fields.
    public static Builder builder() {
        return new Builder();
    }

    /// Where the field begins.
    ///
    /// @throws IllegalArgumentException there is no such field
    public long offset(String name) {
        return field(name).offset();
    }

    /// How long the field is.
    ///
    /// @throws IllegalArgumentException there is no such field
    public long byteSize(String name) {
        return field(name).byteSize();
    }

    private Field field(String name) {
        for (Field field : fields) {
            if (field.name().equals(name)) {
                return field;
            }
        }
        throw new IllegalArgumentException("no such field: field=" + name);
    }

    /// Adds field after field.
    public static final class Builder {
        private final List<Field> fields = new ArrayList<>();
        private long end;

        private Builder() {}

        /// Words of eight bytes.
        public Builder longs(String... names) {
            return words(Long.BYTES, names);
        }

        /// Words of four bytes.
        public Builder ints(String... names) {
            return words(Integer.BYTES, names);
        }

        private Builder words(int byteSize, String... names) {
            for (String name : names) {
                if (end % byteSize != 0) {
                    throw new IllegalArgumentException("not aligned: field=" + name + ", offset=" + end);
                }
                bytes(byteSize, name);
            }
            return this;
        }

        /// One field of `byteSize` bytes.
        public Builder bytes(long byteSize, String name) {
            fields.add(new Field(name, end, byteSize));
            end += byteSize;
            return this;
        }

        /// Bytes that belong to no field.
        public Builder unused(long byteSize) {
            end += byteSize;
            return this;
        }

        public Struct build() {
            return new Struct(List.copyOf(fields), end);
        }
    }
}

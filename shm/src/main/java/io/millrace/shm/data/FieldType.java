package io.millrace.shm.data;

import java.lang.foreign.ValueLayout;

/// What a field of a struct may be: the primitive types, each with its layout in C.
enum FieldType {
    BOOLEAN(ValueLayout.JAVA_BOOLEAN),
    BYTE(ValueLayout.JAVA_BYTE),
    CHAR(ValueLayout.JAVA_CHAR),
    SHORT(ValueLayout.JAVA_SHORT),
    INT(ValueLayout.JAVA_INT),
    LONG(ValueLayout.JAVA_LONG),
    FLOAT(ValueLayout.JAVA_FLOAT),
    DOUBLE(ValueLayout.JAVA_DOUBLE);

    private final ValueLayout layout;

    FieldType(ValueLayout layout) {
        this.layout = layout;
    }

    ValueLayout layout() {
        return layout;
    }

    Class<?> primitive() {
        return layout.carrier();
    }

    /// Size and alignment are the same for every primitive type.
    long byteSize() {
        return layout.byteSize();
    }

    static FieldType of(Class<?> primitive) {
        for (FieldType type : values()) {
            if (type.primitive() == primitive) {
                return type;
            }
        }
        throw new IllegalArgumentException("not a primitive type: " + primitive.getName());
    }
}

package io.millrace.shm.data;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// How a record stands in memory: as the C struct with the same fields in the same order.
///
/// ```text
///   record Point(byte tag, double x, short n)         struct { int8_t tag; double x; int16_t n; }
///
///   0     1                 8           16    18          24
///   +-----+-----------------+-----------+-----+-----------+
///   | tag | padding         | x         |  n  | padding   |     alignment 8, byteSize 24
///   +-----+-----------------+-----------+-----+-----------+
/// ```
///
/// Every primitive is aligned to its size; a nested record is aligned to its largest field and
/// padded to a multiple of that, so the next struct of an array starts aligned.
///
/// @param fields the primitive fields in order; those of a nested record with a dotted path
record RecordLayout(long byteSize, long alignment, List<Field> fields) {

    /// One primitive of the struct: `path` is `x`, or `corner.x` within a nested record.
    record Field(String path, FieldType type, long offset) {}

    /// @throws IllegalArgumentException a component that is neither primitive nor a record of such
    static RecordLayout of(Class<? extends Record> type) {
        return of(type, List.of());
    }

    private static RecordLayout of(Class<?> type, List<Class<?>> enclosing) {
        List<Class<?>> within = new ArrayList<>(enclosing);
        within.add(type);
        List<Field> fields = new ArrayList<>();
        long end = 0;
        long alignment = 1;
        for (RecordComponent component : componentsOf(type)) {
            RecordLayout part = part(component, within);
            long start = alignUp(end, part.alignment);
            for (Field field : part.fields) {
                String path = component.getName() + field.path;
                fields.add(new Field(path, field.type, start + field.offset));
            }
            end = start + part.byteSize;
            alignment = Math.max(alignment, part.alignment);
        }
        return new RecordLayout(alignUp(end, alignment), alignment, List.copyOf(fields));
    }

    /// Layout of one component; its paths start with a dot, or are empty for a primitive.
    private static RecordLayout part(RecordComponent component, List<Class<?>> within) {
        Class<?> type = component.getType();
        if (type.isPrimitive()) {
            FieldType field = FieldType.of(type);
            long size = field.byteSize();
            return new RecordLayout(size, size, List.of(new Field("", field, 0)));
        }
        if (!type.isRecord() || within.contains(type)) {
            throw new IllegalArgumentException(
                    "cannot lay out: record=%s, component=%s, type=%s; use primitives, or records of them"
                            .formatted(
                                    within.getLast().getName(),
                                    component.getName(),
                                    type.getTypeName()));
        }
        RecordLayout nested = of(type, within);
        List<Field> dotted =
                nested.fields.stream()
                        .map(field -> new Field("." + field.path, field.type, field.offset))
                        .toList();
        return new RecordLayout(nested.byteSize, nested.alignment, dotted);
    }

    private static RecordComponent[] componentsOf(Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        if (components == null || components.length == 0) {
            throw new IllegalArgumentException(
                    "cannot lay out: type=%s has no components; use a record with at least one"
                            .formatted(type.getName()));
        }
        return components;
    }

    /// Field with that path.
    ///
    /// @throws IllegalArgumentException there is none
    Field field(String path) {
        for (Field field : fields) {
            if (field.path.equals(path)) {
                return field;
            }
        }
        String known = fields.stream().map(Field::path).collect(Collectors.joining(", "));
        throw new IllegalArgumentException("no field '%s'; fields=%s".formatted(path, known));
    }

    /// A positive number that differs, for all that can be expected, between layouts whose names,
    /// types or offsets differ. Two record classes with the same fields share it: layouts are
    /// compared by structure, as processes may have the class under different names. The hash is
    /// FNV-1a, 64 bits (Fowler, Noll, Vo; RFC 9923), without its sign.
    long fingerprint() {
        long hash = 0xcbf29ce484222325L;
        String text = toString();
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        return hash & Long.MAX_VALUE;
    }

    /// As C would say it: `{ byte tag @0; double x @8; short n @16 } 24 bytes`.
    @Override
    public String toString() {
        return fields.stream()
                .map(field -> "%s %s @%s".formatted(field.type.primitive(), field.path, field.offset))
                .collect(Collectors.joining("; ", "{ ", " } %s bytes".formatted(byteSize)));
    }

    private static long alignUp(long offset, long alignment) {
        return (offset + alignment - 1) & -alignment;
    }
}

package io.millrace.shm.internal.handle;

import io.millrace.shm.internal.codec.AllowList;
import io.millrace.shm.internal.codec.HandleCodec.Input;
import io.millrace.shm.internal.codec.HandleCodec.Output;
import io.millrace.shm.internal.codec.ValueFormat;
import io.millrace.shm.message.Codec;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The codecs of handles in messages: those that every process knows by name.
final class KnownCodecs {
    private static final String RECORD = "record";
    private static final String LISTED = "listed";

    private KnownCodecs() {}

    static void write(Codec<?> codec, Object handle, Output out) {
        ValueFormat format = codec instanceof ValueFormat values ? values : null;
        Class<? extends Record> recordType = format == null ? null : format.recordType();
        if (recordType != null) {
            out.putName(RECORD);
            out.putRecordClass(recordType);
        } else if (format != null && format.allowed().names() != null) {
            out.putName(LISTED);
            out.putValue("", format.allowed().classes().toArray());
        } else if (ofName(codec.name()) != null) {
            out.putName(codec.name());
        } else {
            throw out.refusal(handle.getClass(), "its codec '" + codec.name()
                    + "' is not one that every process knows; send the name instead and open it there");
        }
    }

    static Codec<?> read(Input in) {
        String name = in.getName();
        Codec<?> codec = switch (name) {
            case RECORD -> Codec.record(in.getRecordClass());
            case LISTED -> Codec.any(classes((Object[]) Objects.requireNonNull(in.getValue())));
            default -> ofName(name);
        };
        if (codec == null) {
            throw new IllegalArgumentException("codec=" + name);
        }
        return codec;
    }

    private static Class<?>[] classes(Object[] values) {
        return Arrays.copyOf(values, values.length, Class[].class);
    }

    private static @Nullable Codec<?> ofName(String name) {
        return switch (name) {
            case "bytes" -> Codec.bytes();
            case "utf8" -> Codec.utf8();
            case "longs" -> Codec.longs();
            case "doubles" -> Codec.doubles();
            case AllowList.ANY -> Codec.any();
            default -> null;
        };
    }
}

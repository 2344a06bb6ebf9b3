package io.millrace.shm.message;

import org.jspecify.annotations.Nullable;

/// The codecs of handles in messages: those that every process knows by name.
final class KnownCodecs {
    private static final String RECORD = "record";

    private KnownCodecs() {}

    static void write(Codec<?> codec, Object handle, Carrier.Output out) {
        if (codec instanceof RecordCodec<?> records) {
            out.putName(RECORD);
            out.putName(records.type().getName());
        } else if (ofName(codec.name()) != null) {
            out.putName(codec.name());
        } else {
            throw out.refusal(handle.getClass(), "its codec '" + codec.name()
                    + "' is not one that every process knows; send the name instead and open it there");
        }
    }

    static Codec<?> read(Carrier.Input in) {
        String name = in.getName();
        Codec<?> codec = name.equals(RECORD) ? Codec.record(ClassNames.findRecord(in.getName())) : ofName(name);
        if (codec == null) {
            throw new IllegalArgumentException("codec=" + name);
        }
        return codec;
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
}

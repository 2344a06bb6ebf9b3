package io.millrace.shm.message;

import io.millrace.shm.internal.codec.ValueCodec;
import java.util.Objects;

/// Carries boxes, which `Codec.any()` does not know by itself.
public final class TestCarrier implements ValueCodec {
    /// No record, and of no type of the closed set.
    static final class Box {
        final long number;
        final Object content;

        Box(long number, Object content) {
            this.number = number;
            this.content = content;
        }
    }

    @Override
    public String name() {
        return "box";
    }

    @Override
    public boolean carries(Object value) {
        return value instanceof Box;
    }

    @Override
    public void write(Object value, Output output) {
        Box box = (Box) value;
        if (box.number < 0) {
            throw output.refusal(Box.class, "its number is negative");
        }
        output.putLong(box.number);
        output.putName("some name");
        output.putName("some name");
        output.putValue(".content", box.content);
    }

    @Override
    public Object read(Input input) {
        long number = input.getLong();
        if (!input.getName().equals(input.getName())) {
            throw new IllegalArgumentException("names differ");
        }
        return new Box(number, Objects.requireNonNull(input.getValue()));
    }
}

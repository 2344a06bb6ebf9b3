package io.millrace.engine.internal.stream;

import io.millrace.engine.stream.DoubleFileStream;
import io.millrace.engine.stream.FileStream;
import io.millrace.engine.stream.FloatFileStream;
import io.millrace.engine.stream.IntFileStream;
import io.millrace.engine.stream.LongFileStream;
import io.millrace.shm.ElementType;

/// A file whose element type is not chosen yet.
public record FileStreams(StreamSettings settings) implements FileStream {
    @Override
    public FileStream memory(long bytes) {
        return new FileStreams(settings.byteSize(bytes));
    }

    @Override
    public DoubleFileStream doubles() {
        return new DoubleCalls(calls(ElementType.DOUBLE));
    }

    @Override
    public FloatFileStream floats() {
        return new FloatCalls(calls(ElementType.FLOAT));
    }

    @Override
    public LongFileStream longs() {
        return new LongCalls(calls(ElementType.LONG));
    }

    @Override
    public IntFileStream ints() {
        return new IntCalls(calls(ElementType.INT));
    }

    private StreamCalls calls(ElementType type) {
        return new StreamCalls(settings, type);
    }
}

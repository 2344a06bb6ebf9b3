package io.millrace.engine.internal.stream;

import io.millrace.engine.internal.job.StreamBuffers;
import io.millrace.engine.internal.layout.Block;
import io.millrace.shm.OutOfSpaceException;
import io.millrace.shm.data.NumericArray;

/// The buffers of a stream, all of the same length: a power of two blocks.
///
/// @param length elements of a buffer
/// @param inputs how many of them are read into; the others, behind them, are written from
record Buffers(StreamBuffers region, NumericArray array, long length, int inputs) implements AutoCloseable {

    /// The largest buffers that the stream may use, that the file can fill and that the memory has room for.
    ///
    /// @param outputs how many buffers are written from
    /// @throws OutOfSpaceException the memory has no room for buffers of one block
    static Buffers create(StreamSettings settings, InputFile input, int outputs) {
        int count = Pipeline.INPUTS + outputs;
        long blockBytes = (long) Block.LENGTH * input.type().byteSize();
        long most = Math.max(1, settings.byteSize() / count / blockBytes);
        long needed = Math.max(1, Block.count(input.length()));
        long blocks = Math.min(Long.highestOneBit(most), Long.highestOneBit(2 * needed - 1));
        while (true) {
            long length = blocks * Block.LENGTH;
            try {
                StreamBuffers region = StreamBuffers.create(settings.memory(), input.type(), count * length);
                return new Buffers(region, region.array(), length, Pipeline.INPUTS);
            } catch (OutOfSpaceException full) {
                if (blocks == 1) {
                    throw full;
                }
                blocks /= 2;
            }
        }
    }

    /// The buffer that a piece is read into: its first elements.
    NumericArray input(long piece, long elements) {
        return part((int) (piece % inputs), elements);
    }

    /// The buffer that a piece is written from: its first elements.
    NumericArray output(long piece, long elements) {
        return part(inputs + (int) (piece % Pipeline.OUTPUTS), elements);
    }

    private NumericArray part(int buffer, long elements) {
        return array.slice(buffer * length, buffer * length + elements);
    }

    @Override
    public void close() {
        region.close();
    }
}

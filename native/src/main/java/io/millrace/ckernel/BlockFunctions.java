package io.millrace.ckernel;

import java.lang.foreign.MemorySegment;
import java.util.Objects;

/// The functions that compute any number of blocks in one call. Each checks what C cannot: that the
/// elements lie within their segments. They are records and no lambdas: each lambda is a class that
/// is made while the first chunk waits.
final class BlockFunctions {
    private BlockFunctions() {}

    record Map(BlockCall call, int paramsRead) implements MapFunction {
        @Override
        public long map(MemorySegment in, MemorySegment out, long n, MemorySegment params, Watch watch) {
            Downcalls.check(in, n, call.name().in());
            Downcalls.check(out, n, call.name().out());
            Downcalls.check(params, paramsRead, call.name().out());
            return call.run(in, params, out, n, watch);
        }
    }

    record Zip(BlockCall call) implements ZipFunction {
        @Override
        public long zip(MemorySegment a, MemorySegment b, MemorySegment out, long n, Watch watch) {
            Downcalls.check(a, n, call.name().in());
            Downcalls.check(b, n, call.name().in());
            Downcalls.check(out, n, call.name().out());
            return call.run(a, b, out, n, watch);
        }
    }

    record RedoMap(BlockCall call, int paramsRead) implements RedoMapFunction {
        @Override
        public long map(MemorySegment in, RedoChunk redo, long n, MemorySegment params, Watch watch) {
            Downcalls.check(in, n, call.name().in());
            redo.check(n, call.name().out());
            Downcalls.check(params, paramsRead, call.name().out());
            return call.run(in, params, redo.struct(), n, watch);
        }
    }

    record RedoZip(BlockCall call) implements RedoZipFunction {
        @Override
        public long zip(MemorySegment a, MemorySegment b, RedoChunk redo, long n, Watch watch) {
            Downcalls.check(a, n, call.name().in());
            Downcalls.check(b, n, call.name().in());
            redo.check(n, call.name().out());
            return call.run(a, b, redo.struct(), n, watch);
        }
    }

    record Convert(BlockCall call) implements ConvertFunction {
        @Override
        public long convert(MemorySegment in, MemorySegment out, long n, Watch watch) {
            Downcalls.check(in, n, call.name().in());
            Downcalls.check(out, n, call.name().out());
            return call.run(in, MemorySegment.NULL, out, n, watch);
        }
    }

    record Fill(BlockCall call) implements FillFunction {
        @Override
        public long fill(MemorySegment out, long n, MemorySegment value, Watch watch) {
            Downcalls.check(out, n, call.name().out());
            Downcalls.check(value, 1, call.name().out());
            return call.run(MemorySegment.NULL, value, out, n, watch);
        }
    }

    record Draw(BlockCall call) implements DrawFunction {
        @Override
        public long draw(MemorySegment out, long n, DrawParameters parameters, Watch watch) {
            Downcalls.check(out, n, call.name().out());
            return call.run(MemorySegment.NULL, parameters.struct(), out, n, watch);
        }
    }

    record Fold(BlockCall call) implements FoldFunction {
        @Override
        public long fold(MemorySegment in, long n, MemorySegment node, Watch watch) {
            check(in, n, node);
            return call.run(in, MemorySegment.NULL, node, n, watch);
        }

        @Override
        public void foldBlock(MemorySegment in, int n, MemorySegment node) {
            Objects.checkFromIndexSize(0, n, BLOCK_ELEMENTS);
            check(in, n, node);
            call.runCritical(in, MemorySegment.NULL, node, n);
        }

        private void check(MemorySegment in, long n, MemorySegment node) {
            Downcalls.check(in, n, call.name().in());
            Downcalls.check(node, call.name().nodeWords(), Long.BYTES);
        }
    }

    /// @param map name of the map, whose output is the fold's input
    /// @param params its parameters, as many as it reads
    record MappedFold(BlockCall call, KernelName map, MemorySegment params) implements FoldFunction {
        @Override
        public long fold(MemorySegment in, long n, MemorySegment node, Watch watch) {
            check(in, n, node);
            return call.run(in, params, node, n, watch);
        }

        @Override
        public void foldBlock(MemorySegment in, int n, MemorySegment node) {
            Objects.checkFromIndexSize(0, n, BLOCK_ELEMENTS);
            check(in, n, node);
            call.runCritical(in, params, node, n);
        }

        private void check(MemorySegment in, long n, MemorySegment node) {
            Downcalls.check(in, n, map.in());
            Downcalls.check(node, call.name().nodeWords(), Long.BYTES);
        }
    }

    record Rows(BlockCall call) implements RowsFunction {
        private static final int ACCUMULATORS = 32;

        @Override
        public void take(MemorySegment in, int n, MemorySegment accumulators) {
            Objects.checkFromIndexSize(0, n, FoldFunction.BLOCK_ELEMENTS);
            Downcalls.check(in, n, call.name().in());
            Downcalls.check(accumulators, ACCUMULATORS, Double.BYTES);
            call.runCritical(in, MemorySegment.NULL, accumulators, n);
        }
    }

    record Dot(BlockCall call) implements DotFunction {
        @Override
        public long dot(MemorySegment a, MemorySegment b, long n, MemorySegment node, Watch watch) {
            Downcalls.check(a, n, call.name().in());
            Downcalls.check(b, n, call.name().in());
            Downcalls.check(node, call.name().nodeWords(), Long.BYTES);
            return call.run(a, b, node, n, watch);
        }
    }
}

package io.millrace.ckernel;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.ref.Reference;
import java.util.List;
import java.util.Objects;

/// Kernels that are called one after the other for each piece of each block, in one call for any number of
/// blocks: a `struct program` of `kernels.h`. Any number of threads may call it, each with a [Table] of its
/// own.
///
/// An operand at or above 0 is a scratch block, one below 0 an array: array *a* is -1 - *a*. The target of the
/// last step of a program that does not fold is [#OUT].
public final class ProgramFunction {
    /// The target of the step that writes the elements.
    public static final int OUT = Integer.MAX_VALUE;

    /// Elements of a piece: blocks of a few steps fit into a first-level cache of 32 KiB.
    private static final int PIECE = 1024;

    static final StructLayout PLACE = MemoryLayout.structLayout(
            JAVA_LONG.withName("index"), JAVA_LONG.withName("outside"), JAVA_LONG.withName("inside"));

    static final StructLayout STEP = MemoryLayout.structLayout(
            ADDRESS.withName("kernel"),
            JAVA_LONG.withName("kind"),
            PLACE.withName("first"),
            PLACE.withName("second"),
            PLACE.withName("third"),
            PLACE.withName("target"),
            MemoryLayout.sequenceLayout(2, JAVA_LONG).withName("params"));

    static final StructLayout HEAD = MemoryLayout.structLayout(
            JAVA_LONG.withName("count"), JAVA_LONG.withName("piece"), PLACE.withName("result"));

    private static final List<String> KINDS = List.of("map", "zip", "convert", "fill", "zip3");

    private final BlockCall call;
    private final MemorySegment program;
    private final int[] arrayBytes;
    private final int scratchBlocks;
    private final int outBytes;
    private final boolean inPlace;

    /// A kernel and its operands.
    ///
    /// @param kernel name of a map, a zip of two or three inputs, a conversion or a fill
    /// @param second operand of a zip
    /// @param third operand of a zip of three inputs
    /// @param params the first 16 bytes of the parameters of a map, or of the value of a fill
    public record Step(String kernel, int first, int second, int third, int target, long[] params) {
        private int operand(int place) {
            return place == 0 ? first : place == 1 ? second : third;
        }
    }

    /// Addresses for the calls of one thread, and its scratch blocks.
    public static final class Table {
        private final MemorySegment addresses;
        private final MemorySegment[] scratch;

        /// @param arrays of the program with the most
        /// @param scratch as many blocks of 8-byte elements as the program with the most needs
        public Table(int arrays, MemorySegment[] scratch) {
            this.scratch = scratch;
            addresses = Arena.ofAuto().allocate(JAVA_LONG, 1L + arrays + scratch.length);
        }

        /// How many scratch blocks it has.
        public int scratchBlocks() {
            return scratch.length;
        }
    }

    /// @param addresses of the kernels, by step
    /// @param result the operand that is folded; [#OUT] if none is
    /// @param inPlace whether the steps write to the scratch blocks of a [RedoChunk]
    ProgramFunction(
            BlockCall call,
            List<Step> steps,
            List<MemorySegment> addresses,
            int arrays,
            int result,
            boolean inPlace) {
        this.call = call;
        this.inPlace = inPlace;
        arrayBytes = new int[arrays];
        int blocks = 0;
        boolean streams = false;
        program = Arena.ofAuto().allocate(HEAD.byteSize() + steps.size() * STEP.byteSize(), 8);
        int out = 0;
        for (int at = 0; at < steps.size(); at++) {
            Step step = steps.get(at);
            KernelName name = KernelName.parse(step.kernel);
            for (int place = 0; place < operands(name.kind()); place++) {
                blocks = Math.max(blocks, uses(step.operand(place), name.in()));
            }
            if (step.target == OUT) {
                out = name.out();
            } else {
                blocks = Math.max(blocks, step.target + 1);
            }
            streams |= step.kernel.endsWith("_nt");
        }
        scratchBlocks = blocks;
        outBytes = out;
        if (result != OUT) {
            uses(result, call.name().in());
        }
        for (int at = 0; at < steps.size(); at++) {
            write(steps.get(at), addresses.get(at), at, result);
        }
        // A streaming kernel ends in a fence: one for a block, not one for a piece.
        program.set(JAVA_LONG, 0, steps.size());
        program.set(JAVA_LONG, 8, streams ? FoldFunction.BLOCK_ELEMENTS : PIECE);
        if (result != OUT) {
            long place = HEAD.byteOffset(PathElement.groupElement("result"));
            place(program.asSlice(place), result, call.name().in(), result);
        }
    }

    private static int operands(String kind) {
        return switch (kind) {
            case "zip3" -> 3;
            case "zip" -> 2;
            case "fill" -> 0;
            default -> 1;
        };
    }

    /// Notes that an operand has elements of so many bytes.
    ///
    /// @return how many scratch blocks that needs
    private int uses(int operand, int bytes) {
        if (operand >= 0) {
            return operand + 1;
        }
        int array = -1 - operand;
        if (arrayBytes[array] != 0 && arrayBytes[array] != bytes) {
            throw new IllegalArgumentException("elements of two sizes in one array: " + array);
        }
        arrayBytes[array] = bytes;
        return 0;
    }

    private void write(Step step, MemorySegment kernel, int at, int result) {
        MemorySegment here = program.asSlice(HEAD.byteSize() + at * STEP.byteSize(), STEP.byteSize());
        KernelName name = KernelName.parse(step.kernel);
        here.set(ADDRESS, 0, kernel);
        here.set(JAVA_LONG, offset("kind"), KINDS.indexOf(name.kind()));
        place(here.asSlice(offset("first")), step.first, name.in(), result);
        place(here.asSlice(offset("second")), step.second, name.in(), result);
        place(here.asSlice(offset("third")), step.third, name.in(), result);
        place(here.asSlice(offset("target")), step.target, name.out(), result);
        for (int param = 0; param < step.params.length; param++) {
            here.set(JAVA_LONG, offset("params") + param * Long.BYTES, step.params[param]);
        }
    }

    private static long offset(String field) {
        return STEP.byteOffset(PathElement.groupElement(field));
    }

    /// The table has the output first, then the arrays, then the scratch blocks.
    private void place(MemorySegment at, int operand, int bytes, int result) {
        boolean scratch = operand >= 0 && operand != OUT;
        at.set(JAVA_LONG, 0, operand == OUT ? 0 : scratch ? 1L + arrayBytes.length + operand : -operand);
        at.set(JAVA_LONG, 8, scratch || operand == OUT && inPlace ? 0 : bytes);
        at.set(JAVA_LONG, 16, scratch ? insideOfScratch(operand, bytes, result) : bytes);
    }

    /// The scratch block of the result keeps all its pieces. What else is computed there, with elements of
    /// another size, must not reach back into them.
    private int insideOfScratch(int operand, int bytes, int result) {
        return operand == result ? Math.max(bytes, call.name().in()) : 0;
    }

    /// How many scratch blocks of 8-byte elements it needs.
    public int scratchBlocks() {
        return scratchBlocks;
    }

    /// Computes `n` elements from element `from` of each array on. Nobody may close the arrays meanwhile: C gets
    /// their bare addresses.
    ///
    /// @param arrays whole
    /// @param out room for the elements; for a fold, for its node
    /// @return how many elements are done: `n`, or fewer once `watch` is over; then a fold has written no node
    /// @throws IllegalStateException when it is one in place
    /// @throws IndexOutOfBoundsException when an array or `out` has fewer elements, or `table` fewer scratch blocks
    public long run(MemorySegment[] arrays, long from, long n, MemorySegment out, Table table, Watch watch) {
        requireInPlace(false);
        if (outBytes > 0) {
            Downcalls.check(out, n, outBytes);
        } else {
            Downcalls.check(out, call.name().nodeWords(), Long.BYTES);
        }
        table.addresses.set(JAVA_LONG, 0, BlockCall.address(out));
        return call(arrays, from, n, out, table, watch);
    }

    /// As [#run], for a program in place: computes the blocks that are old by the record.
    ///
    /// @param arrays whole; one of them has the place of `redo` at element `from`
    /// @return how many elements are new: `n`, or whole blocks once `watch` is over
    /// @throws IllegalStateException when it is none in place
    /// @throws IndexOutOfBoundsException when an array or the place has fewer elements, a scratch block of `redo` has
    ///         no room for a block of them, or `table` has fewer scratch blocks
    public long redo(MemorySegment[] arrays, long from, long n, RedoChunk redo, Table table, Watch watch) {
        requireInPlace(true);
        redo.check(n, outBytes);
        return call(arrays, from, n, redo.struct(), table, watch);
    }

    private void requireInPlace(boolean redo) {
        if (inPlace != redo) {
            throw new IllegalStateException("a program is run in place, or elsewhere: inPlace=" + inPlace);
        }
    }

    private long call(MemorySegment[] arrays, long from, long n, MemorySegment out, Table table, Watch watch) {
        MemorySegment addresses = table.addresses;
        Objects.checkIndex(scratchBlocks, table.scratch.length + 1);
        for (int array = 0; array < arrayBytes.length; array++) {
            int bytes = Math.max(1, arrayBytes[array]);
            Objects.checkFromIndexSize(from, n, arrays[array].byteSize() / bytes);
            addresses.setAtIndex(JAVA_LONG, 1L + array, BlockCall.address(arrays[array]) + from * bytes);
        }
        for (int block = 0; block < scratchBlocks; block++) {
            addresses.setAtIndex(JAVA_LONG, 1L + arrayBytes.length + block, table.scratch[block].address());
        }
        try {
            return call.run(program, addresses, out, n, watch);
        } finally {
            Reference.reachabilityFence(this); // the program goes away with this object, and C has its bare address
        }
    }
}

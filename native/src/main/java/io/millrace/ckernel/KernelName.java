package io.millrace.ckernel;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Set;

/// What the name of a kernel says, for example `map_clamp_i8_i64_nt`: the kind `map`, the op
/// `clamp`, elements of one byte in and eight bytes out.
///
/// @param in bytes of an input element; of kernels without input that of the output
/// @param out bytes of an output element
/// @param floating whether the input, or the output of kernels without one, is of floating point
/// @param nodeWords of the node, for a fold
record KernelName(String kind, String op, int in, int out, boolean floating, int nodeWords) {
    private static final Set<String> TYPES = Set.of("i8", "i16", "i32", "i64", "f32", "f64");

    KernelName(String kind, String op, int in, int out, boolean floating) {
        this(kind, op, in, out, floating, nodeWords(op));
    }

    static KernelName parse(String name) {
        Deque<String> parts = new ArrayDeque<>(Arrays.asList(name.split("_")));
        String kind = parts.removeFirst();
        if (kind.equals("limit")) {
            return new KernelName(kind, String.join("_", parts), Double.BYTES, Double.BYTES, true);
        }
        if (parts.getLast().equals("nt")) {
            parts.removeLast();
        }
        String out = parts.removeLast();
        String in = !parts.isEmpty() && TYPES.contains(parts.getLast()) ? parts.removeLast() : out;
        return new KernelName(kind, String.join("_", parts), byteSize(in), byteSize(out), in.startsWith("f"));
    }

    /// Whether it makes a node.
    boolean isFold() {
        return kind.equals("fold") || kind.equals("dot");
    }

    /// The function of C that combines two nodes of a fold or a dot product.
    String combine() {
        String how = kind.equals("dot") ? "sum" : op.split("_")[0];
        return "combine_" + how + (floating && !how.equals("countnz") ? "_f64" : "_i64");
    }

    private static int nodeWords(String op) {
        if (op.equals("summary")) {
            return 5;
        }
        return op.startsWith("sumchecked") ? 2 : 1;
    }

    private static int byteSize(String type) {
        return Integer.parseInt(type.substring(1)) / Byte.SIZE;
    }
}

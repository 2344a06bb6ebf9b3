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
record KernelName(String kind, String op, int in, int out) {
    private static final Set<String> TYPES = Set.of("i8", "i16", "i32", "i64", "f32", "f64");

    static KernelName parse(String name) {
        Deque<String> parts = new ArrayDeque<>(Arrays.asList(name.split("_")));
        String kind = parts.removeFirst();
        if (kind.equals("limit")) {
            return new KernelName(kind, String.join("_", parts), Double.BYTES, Double.BYTES);
        }
        if (parts.getLast().equals("nt") || parts.getLast().equals("moving")) {
            parts.removeLast();
        }
        int out = byteSize(parts.removeLast());
        int in = !parts.isEmpty() && TYPES.contains(parts.getLast()) ? byteSize(parts.removeLast()) : out;
        return new KernelName(kind, String.join("_", parts), in, out);
    }

    /// How many words the node of a fold has.
    int nodeWords() {
        if (op.equals("summary")) {
            return 5;
        }
        return op.startsWith("sumchecked") ? 2 : 1;
    }

    private static int byteSize(String type) {
        return Integer.parseInt(type.substring(1)) / Byte.SIZE;
    }
}

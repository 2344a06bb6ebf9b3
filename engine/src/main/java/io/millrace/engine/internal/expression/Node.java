package io.millrace.engine.internal.expression;

import io.millrace.engine.internal.kernel.Op;
import io.millrace.engine.internal.kernel.OpCode;
import io.millrace.engine.internal.kernel.Program;
import io.millrace.shm.ElementType;
import io.millrace.shm.data.NumericArray;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A tree of operations on elements, of which the leaves are arrays and constants. A node that is an operand
/// of several others is computed once.
///
/// The path of a node, in messages, leads from the root to it: `square.plus.right` is the right operand of
/// the `plus` whose result is squared.
public sealed interface Node {
    /// The length of a tree without arrays, which fits any other.
    long ANY_LENGTH = -1;

    /// Type of the elements.
    ElementType type();

    /// How many elements, or [#ANY_LENGTH].
    long length();

    /// How many operations lie one above the other.
    int depth();

    /// The operands, each with its part of the path.
    List<Operand> operands();

    /// What the expression looks like; `...` stands for what lies deeper than `depth` operations.
    String text(int depth);

    /// What the expression looks like, cut to what can be read.
    default String text() {
        return text(6);
    }

    /// An operand of a node.
    ///
    /// @param path from the node to the operand
    record Operand(String path, Node node) {}

    /// A leaf: the elements of an array or slice.
    record Array(NumericArray array) implements Node {
        @Override
        public ElementType type() {
            return array.elementType();
        }

        @Override
        public long length() {
            return array.length();
        }

        @Override
        public int depth() {
            return 0;
        }

        @Override
        public List<Operand> operands() {
            return List.of();
        }

        @Override
        public String text(int depth) {
            return array.name();
        }
    }

    /// A leaf: the same number for each element.
    ///
    /// @param bits the raw bits
    record Constant(ElementType type, long bits) implements Node {
        @Override
        public long length() {
            return ANY_LENGTH;
        }

        @Override
        public int depth() {
            return 1;
        }

        @Override
        public List<Operand> operands() {
            return List.of();
        }

        @Override
        public String text(int depth) {
            return switch (type) {
                case DOUBLE -> Double.toString(Double.longBitsToDouble(bits));
                case FLOAT -> Float.toString(Float.intBitsToFloat((int) bits));
                default -> Long.toString(bits);
            };
        }
    }

    /// An operation.
    ///
    /// @param name for messages
    /// @param kind with the op that it needs
    /// @param type of its elements
    /// @param length of those of its operands that have one
    record Operation(
            String name, Calculation kind, ElementType type, List<Operand> operands, long length, int depth)
            implements Node {
        @Override
        public String text(int depth) {
            if (depth == 0) {
                return "...";
            }
            List<String> texts = operands.stream()
                    .map(operand -> operand.node().text(depth - 1))
                    .toList();
            return name.isEmpty() ? texts.getFirst() : "%s(%s)".formatted(name, String.join(", ", texts));
        }
    }

    /// What an operation computes.
    ///
    /// @param op of a map, a zip or a zip3; null for a conversion or a selection
    record Calculation(Program.Kind kind, @Nullable Op op) {}

    /// The name of an operation by any function: its own in lower case, or `other` for a function of the user.
    static String name(String other, Op op) {
        return op instanceof OpCode ? op.name().toLowerCase(Locale.ROOT) : other;
    }

    /// `op` of each element.
    ///
    /// @throws IllegalArgumentException when the expression is too long
    static Node map(String name, Op op, Node in) {
        return operation(
                name, new Calculation(Program.Kind.MAP, op), in.type(), List.of(new Operand(name, in)));
    }

    /// `op` of each pair of elements.
    ///
    /// @throws IllegalArgumentException when the lengths differ, or the expression is too long
    static Node zip(String name, Op op, Node left, Node right) {
        return operation(
                name,
                new Calculation(Program.Kind.ZIP, op),
                left.type(),
                List.of(new Operand(name + ".left", left), new Operand(name + ".right", right)));
    }

    /// `op` of each three elements.
    ///
    /// @throws IllegalArgumentException when the lengths differ, or the expression is too long
    static Node zip3(String name, Op op, Node first, Node second, Node third) {
        return operation(
                name,
                new Calculation(Program.Kind.ZIP3, op),
                first.type(),
                List.of(
                        new Operand(name + ".first", first),
                        new Operand(name + ".second", second),
                        new Operand(name + ".third", third)));
    }

    /// Each element cast to `type`.
    ///
    /// @param name empty if the user did not ask for it
    /// @throws IllegalArgumentException when the expression is too long
    static Node convert(String name, ElementType type, Node in) {
        return in.type() == type
                ? in
                : operation(
                        name, new Calculation(Program.Kind.CONVERT, null), type, List.of(new Operand(name, in)));
    }

    /// The elements of `first` where those of `condition`, which is of their type, are not zero; else those of
    /// `second`.
    ///
    /// @throws IllegalArgumentException when the lengths differ, or the expression is too long
    static Node select(Node condition, Node first, Node second) {
        return operation(
                "where",
                new Calculation(Program.Kind.SELECT, null),
                first.type(),
                List.of(
                        new Operand("where.condition", condition),
                        new Operand("where.first", first),
                        new Operand("where.second", second)));
    }

    private static Node operation(String name, Calculation kind, ElementType type, List<Operand> operands) {
        long length = ANY_LENGTH;
        String shaping = "";
        int depth = 0;
        for (Operand operand : operands) {
            Node node = operand.node();
            depth = Math.max(depth, node.depth());
            if (length == ANY_LENGTH) {
                length = node.length();
                shaping = node.text();
            } else if (node.length() != ANY_LENGTH && node.length() != length) {
                throw new IllegalArgumentException(
                        "%s: lengths differ: %s has %,d elements, %s has %,d; take slices of equal length"
                                .formatted(operand.path(), node.text(), node.length(), shaping, length));
            }
        }
        if (depth >= Program.MAX_STEPS) {
            throw new IllegalArgumentException(
                    "%s: the expression is too long: operations=%s, most=%s; write a part of it into an array"
                            .formatted(name, depth + 1, Program.MAX_STEPS));
        }
        return new Operation(name, kind, type, operands, length, depth + 1);
    }
}

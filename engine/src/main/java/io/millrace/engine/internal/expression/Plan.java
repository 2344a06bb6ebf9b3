package io.millrace.engine.internal.expression;

import io.millrace.engine.internal.kernel.Program;
import io.millrace.engine.internal.kernel.Program.Kind;
import io.millrace.engine.internal.kernel.Program.Step;
import io.millrace.engine.internal.kernel.UserOp;
import io.millrace.shm.ElementType;
import io.millrace.shm.data.NumericArray;
import io.millrace.shm.internal.access.DataAccess;
import io.millrace.shm.internal.region.Region;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// The program of an expression, and the arrays that it reads.
///
/// Constants come first, which are computed once for many blocks, and operands before the operations on them. An
/// operation takes the register of an operand that no other needs, so a chain of operations needs one register; a
/// conversion takes another one, because its elements have another size, and a function of the user's too, whose
/// fastest loop is not in place.
///
/// @param inputs the arrays, in the order of the program
public record Plan(Program program, List<Input> inputs) {

    /// An array and where it stands in the expression first.
    public record Input(String path, NumericArray array) {}

    public Plan {
        inputs = List.copyOf(inputs);
    }

    /// The arrays, in the order of the program.
    public List<NumericArray> arrays() {
        return inputs.stream().map(Input::array).toList();
    }

    /// The plan of an expression whose result is folded.
    ///
    /// @throws IllegalArgumentException when the expression has no array, or is too long
    public static Plan folding(Node root) {
        Maker maker = new Maker();
        maker.count(root);
        return maker.plan(maker.operand(root, ""), root.type());
    }

    /// The plan of an expression whose last step writes elements of `type`.
    ///
    /// @throws IllegalArgumentException when the expression has no array, or is too long
    public static Plan writing(Node root, ElementType type) {
        Maker maker = new Maker();
        maker.count(root);
        int result = maker.operand(root, "");
        if (root instanceof Node.Operation && root.type() == type) {
            return maker.plan(0, type);
        }
        maker.copy(result, root.type(), type);
        return maker.plan(0, type);
    }

    private static final class Maker {
        private final Map<Node, Integer> uses = new IdentityHashMap<>();
        private final Map<Node, Integer> operands = new IdentityHashMap<>();
        private final List<Step> constants = new ArrayList<>();
        private final List<Step> steps = new ArrayList<>();
        private final List<Input> inputs = new ArrayList<>();
        private final Deque<Integer> free = new ArrayDeque<>();
        private int registers;

        /// Counts how many operations use each node.
        void count(Node node) {
            if (uses.merge(node, 1, Integer::sum) == 1) {
                node.operands().forEach(operand -> count(operand.node()));
            }
        }

        /// The operand that a node is, after the steps that compute it.
        int operand(Node node, String path) {
            Integer known = operands.get(node);
            if (known != null) {
                return known;
            }
            int operand = switch (node) {
                case Node.Array(var array) -> array(array, path);
                case Node.Constant(var type, var bits) -> constant(type, bits);
                case Node.Operation operation -> operation(operation, path);
            };
            operands.put(node, operand);
            return operand;
        }

        private int array(NumericArray array, String path) {
            for (int known = 0; known < inputs.size(); known++) {
                if (isSame(inputs.get(known).array(), array)) {
                    return -1 - known;
                }
            }
            inputs.add(new Input(path, array));
            return -inputs.size();
        }

        /// No other step may write its register, which is filled once for many blocks.
        private int constant(ElementType type, long bits) {
            constants.add(new Step(Kind.CONSTANT, null, type, type, 0, 0, 0, registers, bits));
            return registers++;
        }

        private int operation(Node.Operation operation, String path) {
            List<Integer> from = new ArrayList<>();
            for (Node.Operand operand : operation.operands()) {
                from.add(operand(operand.node(), joined(path, operand.path())));
            }
            Kind kind = operation.kind().kind();
            boolean inPlace = kind != Kind.CONVERT && !(operation.kind().op() instanceof UserOp);
            int target = inPlace ? -1 : register();
            release(operation);
            target = inPlace ? register() : target;
            ElementType in = operation.operands().getLast().node().type();
            step(operation, in, from, target);
            return target;
        }

        private void step(Node.Operation operation, ElementType in, List<Integer> from, int target) {
            steps.add(new Step(
                    operation.kind().kind(),
                    operation.kind().op(),
                    in,
                    operation.type(),
                    from.getFirst(),
                    from.size() > 1 ? from.get(1) : 0,
                    from.size() > 2 ? from.get(2) : 0,
                    target,
                    0));
        }

        /// The step that writes an operand as it is, or cast.
        void copy(int operand, ElementType in, ElementType out) {
            steps.add(new Step(Kind.CONVERT, null, in, out, operand, 0, 0, register(), 0));
        }

        private int register() {
            return free.isEmpty() ? registers++ : free.pop();
        }

        /// Gives back the registers of operands that no other operation needs.
        private void release(Node.Operation operation) {
            for (Node.Operand operand : operation.operands()) {
                Node node = operand.node();
                if (uses.merge(node, -1, Integer::sum) == 0 && node instanceof Node.Operation) {
                    free.push(Objects.requireNonNull(operands.get(node)));
                }
            }
        }

        Plan plan(int result, ElementType type) {
            if (inputs.isEmpty()) {
                throw new IllegalArgumentException("an expression without arrays has no length; use fill");
            }
            List<Step> all = new ArrayList<>(constants);
            all.addAll(steps);
            require(all.size(), Program.MAX_STEPS, "operations");
            require(inputs.size(), Program.MAX_ARRAYS, "arrays");
            return new Plan(new Program(all, inputs.size(), registers, result, type), inputs);
        }

        private static void require(int size, int most, String what) {
            if (size > most) {
                throw new IllegalArgumentException(
                        "the expression is too long: %s=%s, most=%s; write a part of it into an array"
                                .formatted(what, size, most));
            }
        }

        private static String joined(String path, String next) {
            return path.isEmpty() || next.isEmpty() ? path + next : path + "." + next;
        }

        private static boolean isSame(NumericArray one, NumericArray other) {
            Region region = DataAccess.regionOf(one);
            Region otherRegion = DataAccess.regionOf(other);
            return region.row() == otherRegion.row()
                    && region.generation() == otherRegion.generation()
                    && region.memory() == otherRegion.memory()
                    && one.start() == other.start()
                    && one.length() == other.length();
        }
    }
}

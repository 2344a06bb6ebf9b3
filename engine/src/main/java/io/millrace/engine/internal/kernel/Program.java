package io.millrace.engine.internal.kernel;

import io.millrace.shm.ElementType;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What an expression does with each block: steps, in the order in which they are computed, over arrays
/// and registers. A register is a scratch block of one thread, of 4,096 elements of any type.
///
/// ```text
///   (x + 1)² * y       step      in    operands   target
///                      PLUS 1    x     -1         register 0      operands below 0 are arrays:
///                      SQUARE          0          register 0      array a is -1 - a
///                      MULTIPLY        0, -2      register 0
/// ```
///
/// A program that writes computes its last step into the output; a program that folds reads `result`.
///
/// @param arrays how many arrays it reads
/// @param registers how many registers it needs
/// @param result the operand that is folded; 0 for a program that writes
/// @param type of the elements of the result
public record Program(List<Step> steps, int arrays, int registers, int result, ElementType type) {
    /// The most steps that the file has room for.
    public static final int MAX_STEPS = 60;

    /// The most arrays that the file has room for.
    public static final int MAX_ARRAYS = 16;

    /// What a step computes.
    public enum Kind {
        /// `target[i] = op(first[i])`.
        MAP,
        /// `target[i] = op(first[i], second[i])`.
        ZIP,
        /// `target[i]` = `first[i]` cast to the type of the target.
        CONVERT,
        /// `target[i]` = the value of raw bits `bits`. Its register is the target of no other step.
        CONSTANT,
        /// `target[i] = first[i] != 0 ? second[i] : third[i]`.
        SELECT,
        /// `target[i] = op(first[i], second[i], third[i])`.
        ZIP3
    }

    /// One operation.
    ///
    /// @param op of a map, a zip or a zip3; null for the others
    /// @param in type of the operands
    /// @param out type of the target
    /// @param first operand; 0 where there is none, as for `second` and `third`
    /// @param target a register
    /// @param bits of a constant; else 0
    public record Step(
            Kind kind,
            @Nullable Op op,
            ElementType in,
            ElementType out,
            int first,
            int second,
            int third,
            int target,
            long bits) {

        /// How many operands it has.
        public int operands() {
            return switch (kind) {
                case CONSTANT -> 0;
                case MAP, CONVERT -> 1;
                case ZIP -> 2;
                case SELECT, ZIP3 -> 3;
            };
        }

        /// Its operand of that place.
        public int operand(int place) {
            return place == 0 ? first : place == 1 ? second : third;
        }

        boolean isSameAs(Step other) {
            return kind == other.kind
                    && in == other.in
                    && out == other.out
                    && first == other.first
                    && second == other.second
                    && third == other.third
                    && target == other.target
                    && bits == other.bits
                    && Objects.equals(op, other.op);
        }

        int sameHash() {
            return 31 * (31 * (31 * kind.ordinal() + Objects.hashCode(op)) + Long.hashCode(bits)) + first + 7 * second;
        }
    }

    /// Requires that all operands and registers exist.
    ///
    /// @throws IllegalArgumentException if not
    public Program {
        steps = List.copyOf(steps);
        require(steps.size() <= MAX_STEPS, "steps", steps.size());
        require(arrays >= 0 && arrays <= MAX_ARRAYS, "arrays", arrays);
        require(registers >= 0 && registers <= MAX_STEPS, "registers", registers);
        for (Step step : steps) {
            for (int place = 0; place < step.operands(); place++) {
                requireOperand(step.operand(place), arrays, registers);
            }
            require(step.target >= 0 && step.target < registers, "target", step.target);
        }
        if (!steps.isEmpty() || result != 0) {
            requireOperand(result, arrays, registers);
        }
    }

    private static void requireOperand(int operand, int arrays, int registers) {
        require(operand >= 0 ? operand < registers : -1 - operand < arrays, "operand", operand);
    }

    private static void require(boolean fits, String what, int value) {
        if (!fits) {
            throw new IllegalArgumentException("no program: %s=%s".formatted(what, value));
        }
    }

    /// The functions of the user, in the order of the steps.
    List<Object> userFunctions() {
        List<Object> functions = new ArrayList<>();
        for (Step step : steps) {
            if (step.op instanceof UserOp user) {
                functions.add(user.function());
            }
        }
        return functions;
    }

    /// Whether an element of some step costs about 10 ns or more.
    boolean isExpensive() {
        for (Step step : steps) {
            if (step.op instanceof OpCode code && code.isExpensive()) {
                return true;
            }
        }
        return false;
    }

    boolean isSameAs(Program other) {
        boolean same = arrays == other.arrays
                && registers == other.registers
                && result == other.result
                && type == other.type
                && steps.size() == other.steps.size();
        for (int step = 0; same && step < steps.size(); step++) {
            same = steps.get(step).isSameAs(other.steps.get(step));
        }
        return same;
    }

    int sameHash() {
        int hash = 31 * result + type.ordinal();
        for (int step = 0; step < steps.size(); step++) {
            hash = 31 * hash + steps.get(step).sameHash();
        }
        return hash;
    }
}

package io.millrace.engine.internal.expression;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.millrace.engine.internal.kernel.Op;
import io.millrace.engine.internal.kernel.Program;
import io.millrace.engine.internal.kernel.Program.Kind;
import io.millrace.engine.internal.kernel.Program.Step;
import io.millrace.engine.kernel.DoubleBinaryOp;
import io.millrace.engine.kernel.DoubleTernaryOp;
import io.millrace.shm.ElementType;
import io.millrace.shm.SharedMemory;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlanTest {
    /// Later ones would be computed again for each piece of a block.
    @Test
    void constantsAreTheFirstSteps() {
        try (SharedMemory memory = SharedMemory.temporary(1 << 20)) {
            Node x = new Node.Array(memory.newDoubleArray("x", 10));
            Node sum = Node.zip("plus", Op.of(DoubleBinaryOp.ADD), x, x);
            Node least = Node.zip("min", Op.of(DoubleBinaryOp.MIN), sum, number(3));
            Program program = Plan.folding(Node.zip3("fma", Op.of(DoubleTernaryOp.FMA), least, number(5), x))
                    .program();
            assertEquals(
                    List.of(Kind.CONSTANT, Kind.CONSTANT, Kind.ZIP, Kind.ZIP, Kind.ZIP3),
                    program.steps().stream().map(Step::kind).toList());
            Step last = program.steps().getLast();
            assertEquals(program.steps().get(1).target(), last.second());
            assertEquals(-1, last.third());
            assertEquals(program.steps().get(3).target(), last.target(), "no register of its own");
        }
    }

    private static Node number(double value) {
        return new Node.Constant(ElementType.DOUBLE, Double.doubleToRawLongBits(value));
    }
}

package io.millrace.engine.internal.kernel;

import io.millrace.engine.DoubleCondition;
import io.millrace.engine.FloatCondition;
import io.millrace.engine.IntCondition;
import io.millrace.engine.LongCondition;
import io.millrace.engine.internal.kernel.Work.Goal;
import io.millrace.engine.internal.kernel.loops.BlockQuery;
import io.millrace.engine.internal.kernel.loops.DoubleSource;
import io.millrace.engine.internal.kernel.loops.FloatSource;
import io.millrace.engine.internal.kernel.loops.IntSource;
import io.millrace.engine.internal.kernel.loops.LongSource;
import io.millrace.shm.ElementType;

/// Folds that ask a condition about each element.
final class ConditionFolds {

    private ConditionFolds() {}

    /// The number of elements that the condition holds for.
    static Fold count(Op condition, ElementType in) {
        Object function = condition.function();
        BlockQuery count = switch (in) {
            case DOUBLE -> DoubleSource.of(in).count((DoubleCondition) function);
            case FLOAT -> FloatSource.of().count((FloatCondition) function);
            case INT -> IntSource.of().count((IntCondition) function);
            case LONG, SHORT, BYTE -> LongSource.of(in).count((LongCondition) function);
        };
        return new Fold(NodeRule.count(), (operands, firstIndex, n, node) -> node[0] = count.of(operands, n));
    }

    /// The index of the first element that is looked for, or -1. Once one was found, the blocks behind it
    /// are settled, or all blocks.
    static Fold search(Op condition, ElementType in, Goal goal) {
        Object function = condition.function();
        boolean wanted = goal.wanted();
        BlockQuery search = switch (in) {
            case DOUBLE -> DoubleSource.of(in).search((DoubleCondition) function, wanted);
            case FLOAT -> FloatSource.of().search((FloatCondition) function, wanted);
            case INT -> IntSource.of().search((IntCondition) function, wanted);
            case LONG, SHORT, BYTE -> LongSource.of(in).search((LongCondition) function, wanted);
        };
        NodeRule rule = new NodeRule.Found(goal == Goal.FIRST ? Settled.BEHIND : Settled.ALL);
        return new Fold(rule, (operands, firstIndex, n, node) -> {
            int place = search.of(operands, n);
            node[0] = place < 0 ? -1 : firstIndex + place;
        });
    }
}

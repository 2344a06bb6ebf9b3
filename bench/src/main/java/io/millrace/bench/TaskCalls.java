package io.millrace.bench;

import static io.millrace.bench.Figure.Kind.RATIO_AT_MOST;

import io.millrace.bench.Figure.Goal;
import io.millrace.bench.peer.ChildJvm;
import io.millrace.bench.peer.Samples;
import java.util.List;
import java.util.Map;

/// Compares the first calls of a new program with those of a new program in Python, in turns: each round
/// is one program of each.
final class TaskCalls {
    private static final int CALLS = 30;
    private static final String LAST = "call." + CALLS;
    private static final String MILLIS = "ms";
    private static final String PEER = "Python's Pool.map";

    private final PythonPool python;
    private final int workers;
    private final int rounds;

    TaskCalls(PythonPool python, int workers, int rounds) {
        this.python = python;
        this.workers = workers;
        this.rounds = rounds;
    }

    /// An identity over `count` boxed numbers: the first call, the third and the thirtieth.
    List<Figure> identity(int count) {
        Samples own = new Samples();
        Samples peer = new Samples();
        for (int round = 0; round < rounds; round++) {
            Map<String, Double> calls = python.calls(workers, count, CALLS);
            if (calls != null) {
                peer.add(calls);
            }
            own.add(ChildJvm.run(TaskCallsMain.class, workers, count, CALLS));
        }
        String name = "%,d boxed numbers, call ".formatted(count);
        return List.of(
                Figure.beside(name + 1, MILLIS, own.millis("call.1"), PEER, peer.millis("call.1")),
                Figure.beside(name + 3, MILLIS, own.millis("call.3"), PEER, peer.millis("call.3"), faster(1)),
                Figure.beside(name + CALLS, MILLIS, own.millis(LAST), PEER, peer.millis(LAST), faster(3)));
    }

    private static Goal faster(int times) {
        return new Goal(RATIO_AT_MOST, 1.0 / times);
    }
}

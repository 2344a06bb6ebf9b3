package io.millrace.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// The protocols of the shared words of a module, in the model checker: with all kills at all points, and made wrong.
/// As many run at a time as there are processors: they need nothing of each other, nor of this JVM.
public abstract class SpinModelsContract {
    private static ExecutorService checkers;

    @BeforeAll
    static void start() {
        checkers = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
    }

    @AfterAll
    static void end() {
        checkers.shutdownNow();
    }

    @TestFactory
    Stream<DynamicTest> theProtocolHoldsWhoeverIsKilledWhereverAndFailsWhenMadeWrong() {
        String missing = SpinModel.missing();
        Assumptions.assumeTrue(missing == null, missing);
        return SpinModel.in(Path.of("src/spin")).stream()
                .map(model -> new Run(model, checkers.submit(model::run)))
                .toList()
                .stream()
                .map(run -> DynamicTest.dynamicTest(run.model.toString(), run::judge));
    }

    private record Run(SpinModel model, Future<SpinModel.Result> checker) {
        void judge() throws Exception {
            SpinModel.Result result = checker.get();
            System.out.printf("spin: %s, %,d states%n", model, result.states());
            if (model.holds()) {
                assertEquals(0, result.errors(), result::output);
                assertTrue(result.complete(), result::output);
            } else {
                assertTrue(result.errors() > 0, () -> "nothing wrong was found: " + result.output());
            }
        }
    }
}

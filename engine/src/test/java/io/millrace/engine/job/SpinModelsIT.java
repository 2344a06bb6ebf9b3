package io.millrace.engine.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.testing.SpinModel;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The redo of blocks in place, with all kills at all points, in the model checker.
class SpinModelsIT {
    static List<SpinModel> runs() {
        return SpinModel.in(Path.of("src/spin"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("runs")
    void theProtocolHoldsWhoeverIsKilledWhereverAndFailsWhenMadeWrong(SpinModel model) throws Exception {
        String missing = SpinModel.missing();
        Assumptions.assumeTrue(missing == null, missing);
        SpinModel.Result result = model.run();
        System.out.printf("spin: %s, %,d states%n", model, result.states());
        if (model.holds()) {
            assertEquals(0, result.errors(), result::output);
            assertTrue(result.complete(), result::output);
        } else {
            assertTrue(result.errors() > 0, () -> "nothing wrong was found: " + result.output());
        }
    }
}

package io.millrace.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The protocols of the shared words of a module, in the model checker: with all kills at all points, and made wrong.
public abstract class SpinModelsContract {
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

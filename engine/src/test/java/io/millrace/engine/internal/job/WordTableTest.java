package io.millrace.engine.internal.job;

import io.millrace.engine.LayoutTableContract;
import java.util.Map;

class WordTableTest extends LayoutTableContract {
    WordTableTest() {
        super(
                Map.of(),
                Map.of(
                        "Redo", Redo.FIELDS,
                        "SpillRegions", SpillRegions.FIELDS,
                        "PerWorkerTasks", PerWorkerTasks.FIELDS));
    }
}

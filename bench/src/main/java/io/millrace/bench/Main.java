package io.millrace.bench;

import io.millrace.bench.cluster.ClusterReport;
import io.millrace.bench.cold.ColdReport;
import io.millrace.bench.page.PageReport;
import io.millrace.bench.pictures.PicturesReport;
import io.millrace.bench.small.SmallReport;
import io.millrace.bench.stream.StreamReport;
import io.millrace.bench.waiting.WaitingReport;
import java.io.IOException;
import java.util.Arrays;

/// Main program of the benchmarks. `cold` measures new programs and first passes, `small` jobs over few elements,
/// `limits` compares large jobs with the memory limit of the machine, `expressions` expressions with separate jobs,
/// `functions` functions of the user with built-in operations, `tasks` object tasks with Python's multiprocessing,
/// `pictures` the command `images` with PIL, `waiting` locks and messages with their peers, `stream` files larger than
/// memory with reading them alone, and `cluster` arrays on Spark with the local engine and with Spark's own.
/// `--html FILE` measures this machine and writes one page with charts. Other arguments are passed to JMH.
public final class Main {
    private Main() {}

    public static void main(String[] args) throws IOException {
        String[] rest = args.length == 0 ? args : Arrays.copyOfRange(args, 1, args.length);
        switch (args.length == 0 ? "" : args[0]) {
            case "cold" -> ColdReport.main(rest);
            case "small" -> SmallReport.main(rest);
            case "limits" -> MemoryLimitReport.main(rest);
            case "expressions" -> ExpressionReport.main(rest);
            case "functions" -> FunctionReport.main(rest);
            case "tasks" -> TaskReport.main(rest);
            case "pictures" -> PicturesReport.main(rest);
            case "waiting" -> WaitingReport.main(rest);
            case "stream" -> StreamReport.main(rest);
            case "cluster" -> ClusterReport.main(rest);
            case "--html" -> PageReport.main(args);
            default -> org.openjdk.jmh.Main.main(args);
        }
    }
}

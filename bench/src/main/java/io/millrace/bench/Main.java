package io.millrace.bench;

import io.millrace.bench.waiting.WaitingReport;
import java.io.IOException;
import java.util.Arrays;

/// What the jar of the benchmarks starts: `limits ...` measures beside the machine's memory limit,
/// `functions ...` functions of the user's beside built-in ones, `tasks ...` objects beside Python's
/// multiprocessing, `waiting ...` locks and messages beside what else there is; all else is JMH's.
public final class Main {
    private Main() {}

    public static void main(String[] args) throws IOException {
        if (args.length > 0 && args[0].equals("limits")) {
            MemoryLimitReport.main(Arrays.copyOfRange(args, 1, args.length));
        } else if (args.length > 0 && args[0].equals("functions")) {
            FunctionReport.main(Arrays.copyOfRange(args, 1, args.length));
        } else if (args.length > 0 && args[0].equals("waiting")) {
            WaitingReport.main(Arrays.copyOfRange(args, 1, args.length));
        } else if (args.length > 0 && args[0].equals("tasks")) {
            TaskReport.main(Arrays.copyOfRange(args, 1, args.length));
        } else {
            org.openjdk.jmh.Main.main(args);
        }
    }
}

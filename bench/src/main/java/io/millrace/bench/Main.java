package io.millrace.bench;

import io.millrace.bench.page.PageReport;
import io.millrace.engine.cli.text.Console;
import io.millrace.engine.cli.text.Program;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/// The program `millrace bench`. With the name of a report it runs that report ([ReportCommand] has them), with
/// `jmh` the benchmarks of JMH, and without it measures this machine and writes one page with charts.
public final class Main {
    private static final String JMH = "jmh";

    private Main() {}

    /// Runs one report and ends the JVM with its exit code; JMH ends as it likes.
    public static void main(String[] args) throws IOException {
        List<String> words = List.of(args);
        if (words.equals(List.of("help", JMH)) || words.equals(List.of(JMH, "--help"))) {
            org.openjdk.jmh.Main.main(new String[] {"-h"});
        } else if (!words.isEmpty() && words.getFirst().equals(JMH)) {
            org.openjdk.jmh.Main.main(Stream.of(args).skip(1).toArray(String[]::new));
        } else {
            Console console = Console.ofSystem();
            int code = run(console, args);
            console.flush();
            System.exit(code);
        }
    }

    /// Runs one report and returns its exit code.
    static int run(Console console, String... args) {
        return new Program(
                        console, "millrace bench", new PageReport(console), name -> ReportCommand.of(console, name))
                .run(args);
    }
}

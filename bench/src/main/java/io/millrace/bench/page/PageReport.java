package io.millrace.bench.page;

import io.millrace.bench.FigureOutput;
import io.millrace.ckernel.CLibrary;
import io.millrace.engine.cli.html.HtmlPage;
import io.millrace.engine.cli.text.Count;
import io.millrace.shm.MillraceException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Measures this machine and writes one page with charts.
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = "Measures throughput, latencies, recoveries, and processes beside threads on this machine, and"
                + " writes one page with charts.")
public final class PageReport implements Callable<Integer> {
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT);

    @Option(names = "--html", required = true, paramLabel = "FILE", description = "the page; replaced if it exists")
    private Path html;

    @Option(
            names = "--elements",
            defaultValue = "64000000",
            description = "doubles of the largest array (${DEFAULT-VALUE})")
    private long elements;

    @Option(names = "--workers", defaultValue = "0", description = "workers of the largest pool; 0: one a processor")
    private int workers;

    @Option(names = "--seconds", defaultValue = "1", description = "time of one measurement (${DEFAULT-VALUE})")
    private double seconds;

    @Option(
            names = "--kills",
            defaultValue = "25",
            description = "processes that are killed for each kind of object (${DEFAULT-VALUE})")
    private int kills;

    @Option(names = "--quick", description = "only checks that everything runs: the figures are not valid")
    private boolean quick;

    @Spec
    private CommandSpec spec;

    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new PageReport()).setExecutionExceptionHandler((failure, command, arguments) -> {
            if (!(failure instanceof MillraceException)) {
                throw failure;
            }
            command.getErr().println("bench: " + failure.getMessage());
            return command.getCommandSpec().exitCodeOnExecutionException();
        });
    }

    @Override
    public Integer call() throws InterruptedException {
        int crew = workers > 0 ? workers : Runtime.getRuntime().availableProcessors();
        Effort effort = quick ? Effort.quick() : new Effort(elements, crew, seconds, kills);
        HtmlPage page = new HtmlPage("Millrace on this machine", machine());
        if (quick) {
            page.text(FigureOutput.NOT_VALID);
        }
        tell("throughput");
        page.section("Throughput against size and workers")
                .text("Median of repeated calls. 1 GB is 10⁹ bytes; each input is counted once, each output once."
                        + " A short job runs in the calling thread alone.")
                .addBeside(Throughput.charts(effort));
        tell("latencies");
        page.section("Latencies")
                .text("Each call is timed alone, in a pool of %s.".formatted(Count.of(effort.workers(), "worker")))
                .addBeside(Latencies.charts(effort));
        tell("recoveries");
        page.section("Recovery after kill -9")
                .text("A process that holds something is killed; another process waits for it. Nobody waits longer"
                        + " than half a second for the dead.")
                .addBeside(Recoveries.charts(effort));
        tell("processes and threads");
        page.section("Processes and threads")
                .text("The same calls with workers of both kinds, and what the JDK has for them. Each group has a scale"
                        + " of its own.")
                .add(Kinds.chart(effort));
        page.writeTo(html);
        spec.commandLine().getOut().println("wrote " + html);
        return CommandLine.ExitCode.OK;
    }

    private void tell(String section) {
        PrintWriter err = spec.commandLine().getErr();
        err.println("bench: measuring " + section);
        err.flush();
    }

    private static String machine() {
        String reason = CLibrary.unavailableReason();
        return "%s; %s; Java %s; %s; %s"
                .formatted(
                        processor(),
                        Count.of(Runtime.getRuntime().availableProcessors(), "processor"),
                        Runtime.version().feature(),
                        reason == null ? "C kernels for " + CLibrary.load().isa() : "Java kernels",
                        DAY.format(ZonedDateTime.now()));
    }

    private static String processor() {
        try (var lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(System.getProperty("os.arch"));
        } catch (IOException unreadable) {
            return System.getProperty("os.arch");
        }
    }
}

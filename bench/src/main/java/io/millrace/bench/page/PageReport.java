package io.millrace.bench.page;

import io.millrace.bench.Numbers;
import io.millrace.bench.ReportOptions;
import io.millrace.ckernel.CLibrary;
import io.millrace.engine.cli.bench.BenchCommand;
import io.millrace.engine.cli.html.HtmlPage;
import io.millrace.engine.cli.text.Arguments;
import io.millrace.engine.cli.text.Command;
import io.millrace.engine.cli.text.Console;
import io.millrace.engine.cli.text.Count;
import io.millrace.engine.cli.text.FilePath;
import io.millrace.engine.cli.text.Usage;
import io.millrace.engine.cli.text.UsageException;
import io.millrace.shm.FileAccessException;
import io.millrace.shm.JobCancelledException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;

/// Measures this machine and writes one page with charts: the command `bench` without a report.
public final class PageReport implements Command {
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT);
    private static final long ELEMENTS = 64_000_000;
    private static final int KILLS = 25;
    private static final int MOST_KILLS = 100_000;

    private final Console console;

    public PageReport(Console console) {
        this.console = console;
    }

    @Override
    public Usage usage() {
        return BenchCommand.withoutReport();
    }

    @Override
    public int run(Arguments arguments) {
        Path html = arguments.value("html", FilePath::parse);
        if (html == null) {
            throw new UsageException("neither a report nor --html OUT is given; give one");
        }
        Path folder = html.toAbsolutePath().getParent();
        if (Files.isDirectory(html) || folder == null || !Files.isWritable(folder)) {
            throw new FileAccessException("--html names what cannot be written: %s; give a file in a folder that exists"
                    .formatted(html));
        }
        boolean quick = arguments.has("quick");
        int processors = Runtime.getRuntime().availableProcessors();
        Effort given = new Effort(
                arguments.number("elements", ELEMENTS, 1, ReportOptions.MOST_ELEMENTS),
                (int) arguments.number("workers", processors, 1, ReportOptions.MOST_WORKERS),
                arguments.value("seconds", Numbers::seconds, 1.0),
                (int) arguments.number("kills", KILLS, 1, MOST_KILLS));
        try {
            write(html, quick ? Effort.quick() : given, quick);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new JobCancelledException("bench was interrupted", interrupted);
        }
        if (arguments.json()) {
            console.json(Map.of("html", html));
        } else {
            console.out().println("wrote " + html);
        }
        return 0;
    }

    private void write(Path html, Effort effort, boolean quick) throws InterruptedException {
        HtmlPage page = new HtmlPage("Millrace on this machine", machine());
        if (quick) {
            page.text(ReportOptions.NOT_VALID);
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
    }

    private void tell(String section) {
        console.note("measuring " + section);
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

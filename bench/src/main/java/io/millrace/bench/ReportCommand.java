package io.millrace.bench;

import io.millrace.bench.cluster.ClusterReport;
import io.millrace.bench.cold.ColdReport;
import io.millrace.bench.pictures.PicturesReport;
import io.millrace.bench.small.SmallReport;
import io.millrace.bench.stream.StreamReport;
import io.millrace.bench.waiting.WaitingReport;
import io.millrace.engine.cli.bench.BenchCommand;
import io.millrace.engine.cli.text.Arguments;
import io.millrace.engine.cli.text.CauseText;
import io.millrace.engine.cli.text.Command;
import io.millrace.engine.cli.text.Console;
import io.millrace.engine.cli.text.Usage;
import io.millrace.shm.FileAccessException;
import io.millrace.shm.JobCancelledException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// Runs a report and prints its results.
final class ReportCommand implements Command {
    private final Console console;
    private final String name;
    private final Report report;

    private ReportCommand(Console console, String name, Report report) {
        this.console = console;
        this.name = name;
        this.report = report;
    }

    /// The command of a report; null when there is none of that name.
    static @Nullable ReportCommand of(Console console, String name) {
        Report report = report(name);
        return report == null ? null : new ReportCommand(console, name, report);
    }

    private static @Nullable Report report(String name) {
        return switch (name) {
            case "cold" -> new ColdReport();
            case "small" -> new SmallReport();
            case "limits" -> new MemoryLimitReport();
            case "expressions" -> new ExpressionReport();
            case "functions" -> new FunctionReport();
            case "tasks" -> new TaskReport();
            case "pictures" -> new PicturesReport();
            case "waiting" -> new WaitingReport();
            case "stream" -> new StreamReport();
            case "cluster" -> new ClusterReport();
            default -> null;
        };
    }

    @Override
    public Usage usage() {
        return report.withOptions(report.usual().addTo(Usage.ofCommand(name, BenchCommand.description(name))));
    }

    @Override
    public int run(Arguments arguments) {
        ReportOptions options = report.usual().read(arguments);
        Results results = measured(arguments, options);
        if (arguments.json()) {
            console.out().println(JsonMapper.builder()
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .build()
                    .writeValueAsString(results.json()));
        } else {
            results.print(console.out());
            if (options.quick()) {
                console.out().println(ReportOptions.NOT_VALID);
            }
        }
        return 0;
    }

    private Results measured(Arguments arguments, ReportOptions options) {
        try {
            return report.measure(arguments, options);
        } catch (IOException failure) {
            throw new FileAccessException(
                    "a file of the report %s cannot be used: %s; check its folder (%s)"
                            .formatted(name, CauseText.of(failure), failure.getMessage()),
                    failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new JobCancelledException("the report %s was interrupted".formatted(name), interrupted);
        }
    }
}

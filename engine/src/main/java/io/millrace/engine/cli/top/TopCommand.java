package io.millrace.engine.cli.top;

import io.millrace.engine.cli.inspect.InspectJson;
import io.millrace.engine.cli.text.Arguments;
import io.millrace.engine.cli.text.Command;
import io.millrace.engine.cli.text.Console;
import io.millrace.engine.cli.text.Count;
import io.millrace.engine.cli.text.FilePath;
import io.millrace.engine.cli.text.Seconds;
import io.millrace.engine.cli.text.Usage;
import io.millrace.engine.cli.top.Feed.Refresh;
import io.millrace.shm.JobCancelledException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jspecify.annotations.Nullable;

/// The command `top`: shows what a file holds, again and again.
public final class TopCommand implements Command {
    private static final double DEFAULT_SECONDS = 1;
    private static final double LEAST_SECONDS = 0.1;
    private static final double MOST_SECONDS = 86_400;
    private static final String FOOTER = """
            On a terminal: the whole screen, until 'q' or Ctrl-C. Elsewhere: a block of text for each refresh.
            Rates are those since the refresh before.
            With --json: one object a line for each refresh, with the keys of 'inspect --json' and rates
              (null in the first): seconds, locks, queues, pipes, broadcasts, pools, jobs, all per second.
            """;

    private final Console console;

    public TopCommand(Console console) {
        this.console = console;
    }

    @Override
    public Usage usage() {
        return Usage.ofCommand(
                        "top",
                        "Show live who is attached to a file, what pools do, who holds locks and what queues hold."
                                + " Changes nothing; works on files of dead programs.")
                .operand("FILE", "The mapped file.")
                .option("interval", "SECONDS", "Time between two refreshes (default 1).")
                .option("count", "N", "End after so many refreshes.")
                .footer(FOOTER);
    }

    @Override
    public int run(Arguments arguments) {
        Feed feed = new Feed(arguments.operand(0, FilePath::parse));
        Duration interval = arguments.value("interval", TopCommand::seconds, ofSeconds(DEFAULT_SECONDS));
        long count = arguments.value(
                "count", text -> Count.inRange("it", Count.parse(text), 1, Integer.MAX_VALUE), 0L);
        try {
            if (arguments.json() || !isTerminal()) {
                print(feed, interval, count, arguments.json());
            } else {
                showLive(feed, interval, count);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new JobCancelledException("top was interrupted", interrupted);
        }
        return 0;
    }

    private static Duration seconds(String text) {
        return ofSeconds(Seconds.inRange(text, LEAST_SECONDS, MOST_SECONDS));
    }

    private static Duration ofSeconds(double seconds) {
        return Duration.ofNanos((long) (seconds * TimeUnit.SECONDS.toNanos(1)));
    }

    /// Whether both ends of this process are a terminal.
    private static boolean isTerminal() {
        java.io.Console terminal = System.console();
        return terminal != null && terminal.isTerminal();
    }

    /// Shows the view on the terminal, whose modes the commands `stty` and `tty` read and write: calls of C by
    /// JLine leave a terminal with speed 0.
    private void showLive(Feed feed, Duration interval, long count) throws InterruptedException {
        try (Terminal terminal = TerminalBuilder.builder().system(true).provider("exec").build()) {
            new LiveView(terminal, feed).run(interval, count);
        } catch (IOException unusable) {
            throw new UncheckedIOException("the terminal cannot be used", unusable);
        }
    }

    /// Prints refreshes to standard output until it is closed, or so many.
    private void print(Feed feed, Duration interval, long count, boolean json) throws InterruptedException {
        for (long shown = 1; ; shown++) {
            Refresh refresh = feed.next();
            if (json) {
                console.json(json(refresh));
            } else {
                TopScreen.unlimited()
                        .lines(refresh.snapshot(), refresh.rates())
                        .forEach(line -> console.out().println(line.text()));
                console.out().println();
            }
            console.flush();
            if (shown == count || console.out().checkError()) {
                return;
            }
            Thread.sleep(interval);
        }
    }

    private static Map<String, @Nullable Object> json(Refresh refresh) {
        Map<String, @Nullable Object> fields = InspectJson.of(refresh.snapshot());
        fields.put("rates", RatesJson.of(refresh.rates()));
        return fields;
    }
}

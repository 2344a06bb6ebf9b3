package io.millrace.engine.cli.metrics;

import io.millrace.engine.cli.text.Arguments;
import io.millrace.engine.cli.text.Command;
import io.millrace.engine.cli.text.Console;
import io.millrace.engine.cli.text.Count;
import io.millrace.engine.cli.text.FilePath;
import io.millrace.engine.cli.text.Usage;
import io.millrace.engine.cli.text.UsageException;
import io.millrace.engine.snapshot.Snapshot;
import io.millrace.shm.FileAccessException;
import io.millrace.shm.JobCancelledException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/// The command `serve-metrics`: serves a page of metrics about a file until the program is ended.
public final class MetricsCommand implements Command {
    private static final int DEFAULT_PORT = 9464;
    private static final int LAST_PORT = 65_535;
    private static final String FOOTER = """
            The page is in the format of OpenMetrics 1.0, which Prometheus reads; every request reads the file
            anew. A request while the file is gone is answered with status 503.
            With --json: one object with address, port and url, once the server listens.
            """;

    private final Console console;

    public MetricsCommand(Console console) {
        this.console = console;
    }

    @Override
    public Usage usage() {
        return Usage.ofCommand(
                        "serve-metrics",
                        "Serve metrics of a file to Prometheus, at /metrics, until Ctrl-C. Changes nothing; works on"
                                + " files of dead programs.")
                .operand("FILE", "The mapped file.")
                .option("port", "N", "Port (default 9464); 0 takes a free one.")
                .option("address", "ADDRESS", "Address to listen on (default: this machine only, 127.0.0.1).")
                .footer(FOOTER);
    }

    @Override
    public int run(Arguments arguments) {
        Path file = arguments.operand(0, FilePath::parse);
        InetAddress address = arguments.value("address", MetricsCommand::address, InetAddress.getLoopbackAddress());
        long port = arguments.value(
                "port", text -> Count.inRange("it", Count.parse(text), 0, LAST_PORT), (long) DEFAULT_PORT);
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileAccessException("there is no such file: file=%s; check the path".formatted(file));
        }
        Snapshot.of(file); // a file that cannot be read is refused here, not at the first request
        if (!address.isLoopbackAddress()) {
            console.note("there is no authentication: whoever reaches %s reads the names and numbers in the file"
                    .formatted(address.getHostAddress()));
        }
        try (MetricsServer server = start(file, new InetSocketAddress(address, (int) port))) {
            tell(address.getHostAddress(), server.address().getPort(), arguments.json());
            new CountDownLatch(1).await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new JobCancelledException("serve-metrics was interrupted", interrupted);
        }
        return 0;
    }

    private static InetAddress address(String text) {
        if (text.isEmpty()) {
            throw new UsageException("'' is no address; give one such as 127.0.0.1 or 0.0.0.0");
        }
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException unknown) {
            throw new UsageException("'%s' is no address of this machine; give one such as 127.0.0.1 or 0.0.0.0"
                    .formatted(text));
        }
    }

    private static MetricsServer start(Path file, InetSocketAddress address) {
        try {
            return MetricsServer.start(file, address);
        } catch (IOException refused) {
            throw new IllegalArgumentException(
                    "cannot listen: address=%s, port=%s, cause=%s; choose another --port, or 0 for a free one"
                            .formatted(address.getAddress().getHostAddress(), address.getPort(), refused.getMessage()),
                    refused);
        }
    }

    /// Tells where the server listens.
    private void tell(String host, int port, boolean json) {
        String url = "http://%s:%s%s"
                .formatted(host.contains(":") ? "[" + host + "]" : host, port, MetricsServer.PATH);
        if (json) {
            Map<String, @Nullable Object> fields = new LinkedHashMap<>();
            fields.put("address", host);
            fields.put("port", port);
            fields.put("url", url);
            console.json(fields);
        } else {
            console.out().println("serving " + url + "; Ctrl-C ends it");
        }
        console.flush();
    }
}

package io.millrace.engine.cli.metrics;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.millrace.engine.snapshot.Snapshot;
import io.millrace.shm.MillraceException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Serves `/metrics`: reads the file anew for each request.
final class MetricsServer implements AutoCloseable {
    static final String PATH = "/metrics";
    static final String OPEN_METRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8";

    private static final String PLAIN = "text/plain; charset=utf-8";
    private static final Set<String> METHODS = Set.of("GET", "HEAD");
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int METHOD_NOT_ALLOWED = 405;
    private static final int UNAVAILABLE = 503;

    private final Path file;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    private MetricsServer(Path file, HttpServer server) {
        this.file = file;
        this.server = server;
    }

    /// Starts a server; port 0 takes any free one.
    ///
    /// @throws IOException when it cannot listen there
    static MetricsServer start(Path file, InetSocketAddress address) throws IOException {
        MetricsServer metrics = new MetricsServer(file, HttpServer.create(address, 0));
        metrics.server.createContext("/", metrics::answer);
        metrics.server.setExecutor(metrics.threads);
        metrics.server.start();
        return metrics;
    }

    /// Where it listens.
    InetSocketAddress address() {
        return server.getAddress();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (!exchange.getRequestURI().getPath().equals(PATH)) {
                respond(exchange, NOT_FOUND, PLAIN, "the metrics are at " + PATH + "\n");
            } else if (!METHODS.contains(exchange.getRequestMethod())) {
                exchange.getResponseHeaders().set("Allow", "GET, HEAD");
                respond(exchange, METHOD_NOT_ALLOWED, PLAIN, "GET and HEAD are the methods\n");
            } else {
                answerWithMetrics(exchange);
            }
        }
    }

    private void answerWithMetrics(HttpExchange exchange) throws IOException {
        String page;
        try {
            page = new MetricsPage(Snapshot.of(file)).text();
        } catch (MillraceException unreadable) {
            respond(exchange, UNAVAILABLE, PLAIN, unreadable.getMessage() + "\n");
            return;
        }
        respond(exchange, OK, OPEN_METRICS, page);
    }

    private static void respond(HttpExchange exchange, int status, String type, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        boolean head = exchange.getRequestMethod().equals("HEAD");
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        exchange.sendResponseHeaders(status, head ? -1 : body.length);
        if (!head) {
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }
}

package io.millrace.engine.cli.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.engine.cli.inspect.BusyFile;
import io.millrace.engine.snapshot.Snapshot;
import io.millrace.shm.SharedMemory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetricsServerTest {
    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private static HttpResponse<String> request(MetricsServer server, String method, String path) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            URI uri = URI.create("http://127.0.0.1:" + server.address().getPort() + path);
            HttpRequest request = HttpRequest.newBuilder(uri)
                    .method(method, HttpRequest.BodyPublishers.noBody())
                    .build();
            return client.send(request, BodyHandlers.ofString());
        }
    }

    @Test
    void thePageTellsTheTruthInTheFormatOfOpenMetrics() throws Exception {
        try (BusyFile file = new BusyFile();
                MetricsServer server = MetricsServer.start(file.path(), ANY_PORT)) {
            HttpResponse<String> response = request(server, "GET", "/metrics");
            assertEquals(200, response.statusCode());
            assertEquals(
                    "application/openmetrics-text; version=1.0.0; charset=utf-8",
                    response.headers().firstValue("Content-Type").orElse(""));
            Map<String, Double> samples = OpenMetrics.parse(response.body());
            String queue = "{name=\"<script>alert('\\\"&\\\\')</script> queue\"}";
            assertEquals(4, samples.get("millrace_queue_messages" + queue), response::body);
            assertEquals(1, samples.get("millrace_queue_unacked" + queue));
            assertEquals(5, samples.get("millrace_queue_puts_total" + queue));
            assertEquals(1, samples.get("millrace_semaphore_permits_available{name=\"permits\"}"));
            assertEquals(file.snapshot().processes().size(), samples.get("millrace_processes{state=\"alive\"}"));
            assertEquals(0, samples.get("millrace_processes{state=\"dead\"}"));
            assertEquals(1, samples.get("millrace_broadcast_sent_total{name=\"news\"}"));
            String hostile = "<script>alert('\\\"&\\\\')</script>";
            String counter = "{name=\"%s counter\",path=\"%s\",status=\"404\"}".formatted(hostile, hostile);
            assertEquals(1_234, samples.get("millrace_counter_total" + counter), response::body);
            assertEquals(1, samples.get("millrace_map_entries{name=\"stock\"}"));
            assertEquals(8, samples.get("millrace_map_capacity{name=\"stock\"}"));
            assertEquals(800_000, samples.get("millrace_regions_bytes{kind=\"array\"}"));
            assertEquals(1, samples.keySet().stream().filter(key -> key.startsWith("millrace_file_info")).count());
        }
    }

    @Test
    void eachRequestReadsTheFileAnew() throws Exception {
        BusyFile file = new BusyFile();
        try (MetricsServer server = MetricsServer.start(file.path(), ANY_PORT)) {
            try (file) {
                file.addQueues(3);
                String page = request(server, "GET", "/metrics").body();
                assertEquals(4.0, OpenMetrics.parse(page).get("millrace_regions{kind=\"queue\"}"));
            }
            HttpResponse<String> gone = request(server, "GET", "/metrics");
            assertEquals(503, gone.statusCode());
            assertTrue(gone.body().contains(file.path().toString()), gone::body);
        }
    }

    @Test
    void otherPathsAndMethodsAreRefused(@TempDir Path folder) throws Exception {
        try (MetricsServer server = MetricsServer.start(folder.resolve("none"), ANY_PORT)) {
            assertEquals(404, request(server, "GET", "/").statusCode());
            assertEquals(404, request(server, "GET", "/metrics/more").statusCode());
            assertEquals(405, request(server, "POST", "/metrics").statusCode());
            assertEquals("", request(server, "HEAD", "/metrics").body());
        }
    }

    @Test
    void anEmptyFileHasAPageToo() {
        try (var memory = SharedMemory.temporary(1 << 16)) {
            String page = new MetricsPage(Snapshot.of(memory.file())).text();
            assertEquals(1.0, OpenMetrics.parse(page).get("millrace_processes{state=\"alive\"}"));
        }
    }

    /// That the reader of this test is strict.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "# TYPE a gauge\n# HELP a b\na 1\n",
                "# HELP a b\na 1\n# EOF\n",
                "# TYPE a gauge\n# HELP a b\nb 1\n# EOF\n",
                "# TYPE a counter\n# HELP a b\na 1\n# EOF\n",
                "# TYPE a counter\n# HELP a b\na_total -1\n# EOF\n",
                "# TYPE a_total counter\n# HELP a_total b\na_total 1\n# EOF\n",
                "# TYPE a gauge\n# HELP a b\na{x=\"1\"} 1\na{x=\"1\"} 2\n# EOF\n",
                "# TYPE a gauge\n# HELP a b\na{x=\"\\q\"} 1\n# EOF\n",
                "# TYPE a gauge\n# HELP a b\na{x=\"1\",} 1\n# EOF\n",
                "# TYPE a gauge\n# UNIT a bytes\n# HELP a b\na 1\n# EOF\n",
                "# TYPE a gauge\n# HELP a b\na 1\n# TYPE a gauge\n# EOF\n",
                "# TYPE a gauge\n# HELP a b\na 1\n# EOF\na 2\n"
            })
    void aPageWithAMistakeIsNone(String page) {
        assertThrows(AssertionError.class, () -> OpenMetrics.parse(page));
    }
}

package io.millrace.engine.internal.crew;

import io.millrace.engine.internal.jvm.ExitReport;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The reports of the workers of a crew that exited lately, by pid; keeps a bounded number of them.
/// Safe for all threads.
final class ExitReports {
    private static final int MAX_KEPT = 256;

    private final Map<Long, ExitReport> kept = new ConcurrentHashMap<>();

    void keep(ExitReport report) {
        if (kept.size() >= MAX_KEPT) {
            kept.clear();
        }
        kept.put(report.pid(), report);
    }

    Optional<ExitReport> of(long pid) {
        return Optional.ofNullable(kept.get(pid));
    }
}

package io.millrace.engine.cli.top;

import io.millrace.engine.snapshot.Rates;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Rates as JSON: maps and lists of plain values.
final class RatesJson {
    private RatesJson() {}

    /// @param rates null when there was no refresh before
    static @Nullable Map<String, @Nullable Object> of(@Nullable Rates rates) {
        if (rates == null) {
            return null;
        }
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("seconds", rates.time().toNanos() / 1e9);
        fields.put("locks", all(rates.locks(), lock -> map("name", lock.name(), "acquisitions", lock.acquisitions())));
        fields.put("queues", all(rates.queues(), queue -> map(
                "name", queue.name(), "puts", queue.puts(), "takes", queue.takes())));
        fields.put("pipes", all(rates.pipes(), pipe -> map(
                "name", pipe.name(), "toSecondBytes", pipe.toSecondBytes(), "toFirstBytes", pipe.toFirstBytes())));
        fields.put("broadcasts", all(rates.broadcasts(), broadcast -> map(
                "name", broadcast.name(), "sent", broadcast.sent())));
        fields.put("counters", all(rates.counters(), counter -> map(
                "name", counter.name(), "added", counter.added())));
        fields.put("pools", all(rates.pools(), pool -> map(
                "name", pool.name(), "elements", pool.elements(), "tasks", pool.tasks())));
        fields.put("jobs", all(rates.jobs(), job -> map(
                "pool", job.pool(), "job", job.job(), "elements", job.elements())));
        return fields;
    }

    private static <R> List<Map<String, Object>> all(List<R> rates, Function<R, Map<String, Object>> fields) {
        return rates.stream().map(fields).toList();
    }

    /// @param fields names and values in turns
    private static Map<String, Object> map(Object... fields) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int at = 0; at < fields.length; at += 2) {
            map.put(fields[at].toString(), fields[at + 1]);
        }
        return map;
    }
}

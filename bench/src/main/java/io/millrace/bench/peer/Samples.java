package io.millrace.bench.peer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The figures of one contender, of all rounds, by name.
public final class Samples {
    private final Map<String, List<Double>> byName = new LinkedHashMap<>();

    /// Adds the figures of one round.
    public void add(Map<String, Double> figures) {
        figures.forEach((name, value) -> add(name, value));
    }

    /// Adds one figure of one round.
    public void add(String name, double value) {
        byName.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
    }

    /// In the order of the first round.
    public Set<String> names() {
        return byName.keySet();
    }

    /// As they are; empty without such a name.
    public double[] values(String name) {
        return byName.getOrDefault(name, List.of()).stream().mapToDouble(value -> value).toArray();
    }

    /// In milliseconds; of several names the values of all, such as those of later passes. Empty without such a name.
    public double[] millis(String... names) {
        List<Double> all = new ArrayList<>();
        for (String name : names) {
            all.addAll(byName.getOrDefault(name, List.of()));
        }
        return all.stream().mapToDouble(nanos -> nanos / 1e6).toArray();
    }
}

package io.millrace.shm.view;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/// A counter seen from outside.
///
/// @param labels by key
/// @param sum of all that was added since the counter was made, modulo 2^63
public record CounterView(String name, Map<String, String> labels, long sum) {
    /// Keeps a copy of the labels.
    public CounterView {
        Objects.requireNonNull(name, "name");
        labels = Collections.unmodifiableMap(new TreeMap<>(labels));
    }
}

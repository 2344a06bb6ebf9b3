package io.millrace.shm.internal.counter;

import io.millrace.shm.internal.layout.CounterHeader;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The labels of a counter and their text in the file: one line `key=value` for each, by key. Keys are
/// those of OpenMetrics 1.0 (openmetrics.io), so that a page of metrics can show every label as it is.
final class CounterLabels {
    /// Two underscores at the start are for those who collect metrics.
    private static final Pattern KEY = Pattern.compile("(?!__)[a-zA-Z_][a-zA-Z0-9_]*");
    /// The key under which a page of metrics shows the name of the counter.
    private static final String NAME = "name";

    private CounterLabels() {}

    /// The text of labels.
    ///
    /// @throws IllegalArgumentException a key or a value is not allowed, or the text is too long
    static String text(Map<String, String> labels) {
        String text = new TreeMap<>(labels)
                .entrySet().stream()
                .map(label -> line(label.getKey(), label.getValue()))
                .collect(Collectors.joining("\n"));
        int byteSize = text.getBytes(StandardCharsets.UTF_8).length;
        if (byteSize > CounterHeader.MAX_LABEL_BYTES) {
            throw new IllegalArgumentException(
                    ("the labels of a counter are too long: byteSize=%s as lines key=value, most=%s;"
                                    + " use fewer or shorter ones")
                            .formatted(byteSize, CounterHeader.MAX_LABEL_BYTES));
        }
        return text;
    }

    private static String line(String key, String value) {
        if (!isKey(key)) {
            throw new IllegalArgumentException(
                    ("no key of a label: key=%s; use letters, digits and _, no digit and no __ at the start,"
                                    + " and not 'name', which is the counter's own")
                            .formatted(key));
        }
        if (!isText(Objects.requireNonNull(value, key))) {
            throw new IllegalArgumentException(
                    "no value of a label: key=%s, value=%s; use UTF-8 without control characters"
                            .formatted(key, value));
        }
        return key + "=" + value;
    }

    private static boolean isKey(String key) {
        return KEY.matcher(key).matches() && !key.equals(NAME);
    }

    private static boolean isText(String value) {
        try {
            StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(value));
            return value.chars().noneMatch(Character::isISOControl);
        } catch (CharacterCodingException malformed) {
            return false;
        }
    }

    /// The labels of a text, by key. A line that [#text] would not write is left out, so nothing that
    /// another program wrote into a file can move the cursor of a terminal or break a page of metrics.
    static Map<String, String> parse(String text) {
        Map<String, String> labels = new TreeMap<>();
        for (String line : text.split("\n")) {
            int end = line.indexOf('=');
            if (end > 0 && isKey(line.substring(0, end)) && isText(line)) {
                labels.put(line.substring(0, end), line.substring(end + 1));
            }
        }
        return Collections.unmodifiableMap(labels);
    }
}

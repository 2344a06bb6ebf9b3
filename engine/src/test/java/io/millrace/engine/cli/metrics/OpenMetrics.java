package io.millrace.engine.cli.metrics;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads a page of OpenMetrics 1.0 and refuses what the specification forbids, for the types that
/// Millrace uses: order of lines, names, units, suffixes, escapes, families and samples given twice.
final class OpenMetrics {
    private static final Pattern METADATA = Pattern.compile("# (TYPE|UNIT|HELP) ([a-zA-Z_:][a-zA-Z0-9_:]*) (.*)");
    private static final Pattern SAMPLE =
            Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{((?:[^\"}]|\"(?:[^\"\\\\]|\\\\.)*\")*)\\})? (\\S+)");
    private static final Pattern LABEL =
            Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\\\n]|\\\\[\\\\\"n])*)\"(,(?=[a-zA-Z_])|$)");
    private static final Map<String, String> SUFFIXES = Map.of("gauge", "", "counter", "_total", "info", "_info");

    private final Map<String, Double> samples = new LinkedHashMap<>();
    private final Map<String, String> types = new LinkedHashMap<>();
    private String family = "";
    private List<String> metadata = new ArrayList<>();

    private OpenMetrics() {}

    /// The samples by name and labels, as they are written.
    static Map<String, Double> parse(String page) {
        OpenMetrics reader = new OpenMetrics();
        require(page.endsWith("\n# EOF\n") || page.equals("# EOF\n"), "does not end with # EOF and a line feed");
        require(page.indexOf("# EOF") == page.length() - 6, "something follows # EOF");
        for (String line : page.substring(0, page.length() - 6).split("\n")) {
            if (line.startsWith("#")) {
                reader.readMetadata(line);
            } else {
                reader.readSample(line);
            }
        }
        return reader.samples;
    }

    private void readMetadata(String line) {
        Matcher match = METADATA.matcher(line);
        require(match.matches(), "no metadata: " + line);
        String kind = match.group(1);
        if (!match.group(2).equals(family)) {
            family = match.group(2);
            metadata = new ArrayList<>();
            require(kind.equals("TYPE"), "the type does not come first: " + line);
            require(SUFFIXES.containsKey(match.group(3)), "unknown type: " + line);
            require(!family.endsWith("_total") && !family.endsWith("_info"), "the suffix is in the family: " + line);
            require(types.put(family, match.group(3)) == null, "the family is given twice: " + line);
        }
        require(!metadata.contains(kind), "given twice: " + line);
        metadata.add(kind);
        require(!kind.equals("UNIT") || family.endsWith("_" + match.group(3)), "the unit is not in the name: " + line);
        require(!kind.equals("HELP") || !match.group(3).isBlank(), "no help: " + line);
    }

    private void readSample(String line) {
        Matcher match = SAMPLE.matcher(line);
        require(match.matches(), "no sample: " + line);
        String type = types.getOrDefault(family, "");
        require(match.group(1).equals(family + SUFFIXES.get(type)), "not of the family " + family + ": " + line);
        require(metadata.contains("HELP"), "no help before: " + line);
        String labels = match.group(2) == null ? "" : match.group(2);
        readLabels(labels, line);
        double value = Double.parseDouble(match.group(3));
        require(!type.equals("counter") || value >= 0, "a counter below 0: " + line);
        require(!type.equals("info") || value == 1, "an info that is not 1: " + line);
        require(samples.put(match.group(1) + "{" + labels + "}", value) == null, "given twice: " + line);
    }

    private static void readLabels(String labels, String line) {
        Matcher match = LABEL.matcher(labels);
        Set<String> names = new HashSet<>();
        int at = 0;
        while (at < labels.length()) {
            require(match.find(at) && match.start() == at, "no label at " + at + ": " + line);
            require(names.add(match.group(1)), "a label twice: " + line);
            at = match.end();
        }
    }

    private static void require(boolean right, String otherwise) {
        if (!right) {
            throw new AssertionError(otherwise);
        }
    }
}

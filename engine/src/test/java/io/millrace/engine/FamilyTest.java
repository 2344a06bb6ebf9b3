package io.millrace.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Holds the calls of [Pool] over arrays of one element type to those over arrays of another.
///
/// The test replaces the words of the element type in both texts and compares what is left, line by line.
/// `families.txt` lists the lines that may differ, each group of them with its reason.
class FamilyTest {
    private static final Path POOL = Path.of("src", "main", "java", "io", "millrace", "engine", "Pool.java");
    private static final Path ALLOWED = Path.of("src", "test", "resources", "io", "millrace", "engine", "families.txt");

    /// A text and the one that it is compared with.
    private record Pair(String name, List<String> reference, List<String> other) {}

    @TestFactory
    Stream<DynamicTest> membersOfAFamilyDifferInNothingButTheirTypeAndWhatIsAllowed() throws IOException {
        Map<String, String> allowed = allowed();
        return pairs().stream()
                .map(pair -> DynamicTest.dynamicTest(pair.name(), () -> assertEquals(
                        allowed.getOrDefault(pair.name(), ""),
                        String.join("\n", differences(pair.reference(), pair.other())),
                        () -> "differences of %s; make the texts alike, or list the lines with a reason in %s"
                                .formatted(pair.name(), ALLOWED))));
    }

    @Test
    void everyAllowedDifferenceIsOfAFamily() throws IOException {
        List<String> names = pairs().stream().map(Pair::name).toList();
        assertEquals(List.of(), allowed().keySet().stream().filter(name -> !names.contains(name)).toList());
    }

    private static List<Pair> pairs() throws IOException {
        return List.of(
                pair("Double", "Float"), pair("Double", "Long"), pair("Long", "Int"), pair("Short", "Byte"));
    }

    private static Pair pair(String reference, String other) throws IOException {
        return new Pair(
                "Pool, " + reference + " and " + other,
                withoutType(callsOver(reference), reference),
                withoutType(callsOver(other), other));
    }

    /// The calls of the pool over arrays of that type, with their comments; `collect` and `histogram` have no family.
    private static String callsOver(String type) throws IOException {
        Predicate<String> isOne = Pattern.compile("public [^(]* (?!collect|histogram)\\w+\\(\\s*" + type + "Array ")
                .asPredicate();
        return Arrays.stream(Files.readString(POOL).split("\n\n")).filter(isOne).collect(Collectors.joining("\n\n"));
    }

    /// Lines with `T` and `t` in the place of the type; an index and a seed are a `long` in all of them.
    private static List<String> withoutType(String text, String type) {
        String word = type.toLowerCase(Locale.ROOT);
        return text.replaceAll("\\blong(?= index| seed|, RandomTo)", "INTEGER")
                .replace(type, "T")
                .replace("an `" + word, "a `" + word)
                .replaceAll("\\b" + word + "\\b", "t")
                .lines()
                .filter(line -> !line.isBlank())
                .toList();
    }

    private static Map<String, String> allowed() throws IOException {
        Map<String, String> sections = new LinkedHashMap<>();
        for (String section : Files.readString(ALLOWED).split("(?m)^== ")) {
            String[] parts = section.split("\n", 2);
            if (!parts[0].isBlank() && !parts[0].startsWith("#")) {
                sections.put(parts[0], parts[1].lines()
                        .filter(line -> line.startsWith("- ") || line.startsWith("+ "))
                        .collect(Collectors.joining("\n")));
            }
        }
        return sections;
    }

    /// Lines of the first text alone with `- `, of the second alone with `+ `, along a longest common subsequence.
    private static List<String> differences(List<String> first, List<String> second) {
        int[][] common = new int[first.size() + 1][second.size() + 1];
        for (int i = first.size() - 1; i >= 0; i--) {
            for (int j = second.size() - 1; j >= 0; j--) {
                common[i][j] = first.get(i).equals(second.get(j))
                        ? common[i + 1][j + 1] + 1
                        : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        List<String> found = new ArrayList<>();
        int i = 0;
        int j = 0;
        while (i < first.size() || j < second.size()) {
            if (i < first.size() && j < second.size() && first.get(i).equals(second.get(j))) {
                i++;
                j++;
            } else if (j == second.size() || i < first.size() && common[i + 1][j] >= common[i][j + 1]) {
                found.add("- " + first.get(i++).strip());
            } else {
                found.add("+ " + second.get(j++).strip());
            }
        }
        return Collections.unmodifiableList(found);
    }
}

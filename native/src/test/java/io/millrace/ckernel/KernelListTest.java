package io.millrace.ckernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Holds the list of C, the library and the comments that name kernels against each other.
final class KernelListTest {
    private static final Path SOURCES = Path.of("src/main");
    private static final Pattern LINE = Pattern.compile("^([A-Z_]+)\\(([^)]*)\\)$", Pattern.MULTILINE);
    private static final Pattern GROUP = Pattern.compile("\\{([^}]*)}");

    @Test
    void libraryHasExactlyTheKernelsOfTheList() throws IOException {
        assumeLibrary();
        assertEquals(listed(), new TreeSet<>(CLibrary.load().kernels().names()));
    }

    @Test
    void tableInTheCommentOfCKernelsNamesExactlyTheKernelsOfTheList() throws IOException {
        String source = Files.readString(SOURCES.resolve("java/io/millrace/ckernel/CKernels.java"));
        Set<String> documented = new TreeSet<>();
        Pattern.compile("^///   (\\S.*)$", Pattern.MULTILINE).matcher(source).results().forEach(line -> {
            String pattern = line.group(1).strip();
            String[] parts = pattern.split("   and ");
            for (String name : expand(parts[0].strip())) {
                documented.add(name);
                for (int twin = 1; twin < parts.length; twin++) {
                    for (String suffix : parts[twin].split(", ")) {
                        documented.add(name + suffix);
                    }
                }
            }
        });
        assertEquals(listed(), documented);
    }

    @Test
    void headerExplainsEveryKindOfFold() throws IOException {
        String header = Files.readString(SOURCES.resolve("c/kernels.h"));
        Set<String> kinds = LINE.matcher(list()).results()
                .filter(line -> line.group(1).equals("FOLD") || line.group(1).equals("FUSED"))
                .map(line -> line.group(2).split(", ")[0])
                .collect(Collectors.toCollection(TreeSet::new));
        assertFalse(kinds.isEmpty());
        for (String kind : kinds) {
            String row = " \\*   [a-z, ]*\\b" + kind + "\\b[a-z, ]*\\[.*";
            assertEquals(1, header.lines().filter(line -> line.matches(row)).count(), kind);
        }
    }

    @Test
    void eachKernelIsFoundByItsKindAlone() throws IOException {
        assumeLibrary();
        CKernels kernels = CLibrary.load().kernels();
        for (String name : listed()) {
            List<Object> found = new ArrayList<>(Arrays.asList(
                    kernels.map(name),
                    kernels.movingMap(name),
                    kernels.zip(name),
                    kernels.movingZip(name),
                    kernels.convert(name),
                    kernels.fill(name),
                    kernels.fold(name),
                    kernels.dot(name),
                    kernels.limit(name)));
            found.removeIf(function -> function == null);
            assertEquals(1, found.size(), name);
        }
        assertNull(kernels.map("map_cube_f64"));
        assertNull(kernels.map("map"));
        assertNotNull(kernels.map("map_square_f64"));
    }

    @Test
    void parametersAreThoseThatTheOpsRead() throws IOException {
        String operations = Files.readString(SOURCES.resolve("c/operations.h"));
        List<MatchResult> counts =
                Pattern.compile("PARAMS_([a-z]+) = (\\d)").matcher(operations).results().toList();
        assertFalse(counts.isEmpty());
        for (MatchResult count : counts) {
            KernelName name = KernelName.parse("map_" + count.group(1) + "_f64");
            assertEquals(Integer.parseInt(count.group(2)), name.params(), count.group(1));
        }
    }

    @Test
    void nameTellsTheSizesOfElements() {
        assertEquals(new KernelName("map", "clamp", 1, 8), KernelName.parse("map_clamp_i8_i64_nt"));
        assertEquals(new KernelName("zip", "add", 4, 4), KernelName.parse("zip_add_f32_moving"));
        assertEquals(new KernelName("convert", "", 8, 2), KernelName.parse("convert_f64_i16"));
        assertEquals(new KernelName("fold", "sumchecked_square", 4, 4), KernelName.parse("fold_sumchecked_square_i32"));
        assertEquals(new KernelName("limit", "copy_nt", 8, 8), KernelName.parse("limit_copy_nt"));
    }

    private static void assumeLibrary() {
        assumeTrue(CLibrary.unavailableReason() == null, CLibrary::unavailableReason);
    }

    private static String list() throws IOException {
        return Files.readString(SOURCES.resolve("c/kernels.def"));
    }

    /// The names that `kernels.def` stands for.
    private static Set<String> listed() throws IOException {
        Set<String> names = new TreeSet<>();
        for (MatchResult line : LINE.matcher(list()).results().toList()) {
            String kind = line.group(1);
            List<String> parts = List.of(line.group(2).split(", "));
            String name = String.join("_", parts);
            switch (kind) {
                case "MAP", "ZIP" -> {
                    addTwins(names, kind.toLowerCase() + "_" + name);
                    names.add(kind.toLowerCase() + "_" + name + "_moving");
                }
                case "CONVERT", "FILL" -> addTwins(names, kind.toLowerCase() + "_" + name);
                case "WIDEN" -> addTwins(names, "map_" + name + "_i64");
                case "FOLD", "FUSED" -> names.add("fold_" + name);
                case "DOT" -> names.add("dot_" + name);
                case "LIMIT_IN", "LIMIT_OUT", "LIMIT_COPY" -> names.add("limit_" + name);
                default -> throw new AssertionError("unknown kind in kernels.def: " + line.group());
            }
        }
        return names;
    }

    private static void addTwins(Set<String> names, String name) {
        names.add(name);
        names.add(name + "_nt");
    }

    /// `a_{b c}` becomes `a_b a_c`.
    private static List<String> expand(String pattern) {
        var group = GROUP.matcher(pattern);
        if (!group.find()) {
            return List.of(pattern);
        }
        List<String> expanded = new ArrayList<>();
        for (String part : group.group(1).split(" ")) {
            expanded.addAll(expand(pattern.substring(0, group.start()) + part + pattern.substring(group.end())));
        }
        return expanded;
    }
}

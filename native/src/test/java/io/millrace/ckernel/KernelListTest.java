package io.millrace.ckernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.foreign.StructLayout;
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
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Holds the list of C, the library and the comments that name kernels against each other.
final class KernelListTest {
    private static final Path SOURCES = Path.of("src/main");
    private static final Pattern LINE = Pattern.compile("^([A-Z0-9_]+)\\(([^)]*)\\)$", Pattern.MULTILINE);
    private static final Pattern OP =
            Pattern.compile("^(UNARY|BINARY)\\(([a-z_]+), ([A-Z]+), (?:(\\d), (\\d), )?.*\\)$", Pattern.MULTILINE);
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
        Pattern row = Pattern.compile("^///   (\\S.*)$", Pattern.MULTILINE);
        for (MatchResult line : row.matcher(source).results().toList()) {
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
        }
        assertEquals(listed(), documented);
    }

    @Test
    void whatJavaFillsInForACallIsTheStructOfTheHeader() throws IOException {
        assertEquals(fieldsOf("blocks"), BlockCall.BLOCKS);
        assertEquals(fieldsOf("redo"), namesOf(RedoChunk.LAYOUT));
        assertEquals(fieldsOf("draw"), namesOf(DrawParameters.LAYOUT));
        assertEquals(fieldsOf("place"), namesOf(ProgramFunction.PLACE));
        assertEquals(fieldsOf("step"), namesOf(ProgramFunction.STEP));
        assertEquals(fieldsOf("program"), Stream.concat(namesOf(ProgramFunction.HEAD).stream(), Stream.of("steps"))
                .toList());
    }

    private static List<String> fieldsOf(String struct) throws IOException {
        String header = Files.readString(SOURCES.resolve("c/kernels.h"));
        String fields = header.substring(header.indexOf("struct " + struct + " {"));
        return Pattern.compile("(?:\\(\\*|[ *])(\\w+)(?:\\)\\(void\\)|\\[\\d*])?;")
                .matcher(fields.substring(0, fields.indexOf("\n}")))
                .results()
                .map(field -> field.group(1))
                .toList();
    }

    private static List<String> namesOf(StructLayout layout) {
        return layout.memberLayouts().stream()
                .map(member -> member.name().orElseThrow())
                .toList();
    }

    @Test
    void headerExplainsEveryKindOfFold() throws IOException {
        String header = Files.readString(SOURCES.resolve("c/kernels.h"));
        Set<String> kinds = LINE.matcher(list()).results()
                .filter(line -> line.group(1).equals("FOLD"))
                .map(line -> line.group(2).split(", ")[0])
                .collect(Collectors.toCollection(TreeSet::new));
        assertFalse(kinds.isEmpty());
        for (String kind : kinds) {
            String row = " \\*   [a-z, ]*\\b" + kind + "\\b[a-z, ]*\\[.*";
            assertEquals(1, header.lines().filter(line -> line.matches(row)).count(), kind);
        }
    }

    @Test
    void blockOfTheBindingIsThatOfTheHeader() throws IOException {
        String header = Files.readString(SOURCES.resolve("c/kernels.h"));
        assertTrue(header.contains("enum { BLOCK = %s,".formatted(FoldFunction.BLOCK_ELEMENTS)), header);
    }

    @Test
    void eachKernelIsFoundByItsKindAlone() throws IOException {
        assumeLibrary();
        CKernels kernels = CLibrary.load().kernels();
        for (String name : listed()) {
            List<Object> found = new ArrayList<>(Arrays.asList(
                    kernels.map(name),
                    kernels.zip(name),
                    kernels.convert(name),
                    kernels.fill(name),
                    kernels.draw(name),
                    kernels.fold(name),
                    kernels.dot(name),
                    kernels.rows(name),
                    kernels.limit(name)));
            found.removeIf(function -> function == null);
            boolean ofThree = name.startsWith("zip3_");
            assertEquals(ofThree ? 0 : 1, found.size(), name);
            var step = new ProgramFunction.Step(name, -1, -2, -3, ProgramFunction.OUT, new long[2]);
            boolean isStep = List.of("map", "zip", "zip3", "convert", "fill")
                    .contains(KernelName.parse(name).kind());
            if (isStep) {
                assertNotNull(kernels.program(List.of(step), 3, null, 0), name);
                assertNotNull(kernels.redoProgram(List.of(step), 3), name);
            }
            boolean widens = name.endsWith("8_i64") || name.endsWith("16_i64");
            boolean mayBeInPlace = !name.endsWith("_nt") && !widens;
            assertEquals(mayBeInPlace && name.startsWith("map_"), kernels.redoMap(name) != null, name);
            assertEquals(mayBeInPlace && name.startsWith("zip_"), kernels.redoZip(name) != null, name);
        }
        var unknown = new ProgramFunction.Step("zip3_exp_f64", -1, -2, -3, ProgramFunction.OUT, new long[2]);
        assertNull(kernels.program(List.of(unknown), 3, null, 0));
        assertNull(kernels.redoProgram(List.of(unknown), 3));
        assertNull(kernels.map("map_exp_f64"));
        assertNull(kernels.map("map"));
        assertNotNull(kernels.map("map_square_f64"));
    }

    @Test
    void parametersAreThoseOfTheList() throws IOException {
        assumeLibrary();
        CKernels kernels = CLibrary.load().kernels();
        for (Op op : ops()) {
            if (op.kind().equals("UNARY")) {
                assertEquals(op.params(), kernels.params(op.name()), op.name());
            }
        }
        assertEquals(2, kernels.params("clamp"));
    }

    @Test
    void eachOpHasOneLineInTheList() throws IOException {
        List<String> names = ops().stream().map(Op::name).toList();
        assertEquals(names.size(), Set.copyOf(names).size());
        long lines = opsText().lines().filter(line -> line.matches("(UNARY|BINARY)\\(.*")).count();
        assertEquals(lines, names.size());
    }

    @Test
    void nameTellsTheSizesOfElements() {
        assertEquals(new KernelName("map", "clamp", 1, 8, false), KernelName.parse("map_clamp_i8_i64_nt"));
        assertEquals(new KernelName("zip3", "fma", 4, 4, true), KernelName.parse("zip3_fma_f32_nt"));
        assertEquals(new KernelName("zip", "add", 4, 4, true), KernelName.parse("zip_add_f32"));
        assertEquals(new KernelName("convert", "", 8, 2, true), KernelName.parse("convert_f64_i16"));
        assertEquals(
                new KernelName("fold", "sumchecked_square", 4, 4, false),
                KernelName.parse("fold_sumchecked_square_i32"));
        assertEquals("combine_sumchecked_i64", KernelName.parse("fold_sumchecked_square_i32").combine());
        assertEquals("combine_countnz_i64", KernelName.parse("fold_countnz_f64").combine());
        assertEquals("combine_sum_f64", KernelName.parse("dot_f32").combine());
        assertEquals(new KernelName("limit", "copy_nt", 8, 8, true), KernelName.parse("limit_copy_nt"));
    }

    private static void assumeLibrary() {
        assumeTrue(CLibrary.unavailableReason() == null, CLibrary::unavailableReason);
    }

    private static String list() throws IOException {
        return Files.readString(SOURCES.resolve("c/kernels.def"));
    }

    /// One line of `ops.def`.
    private record Op(String kind, String name, String types, int params, int degree) {

        boolean isOf(String classOfTypes) {
            return types.equals(classOfTypes) || types.equals("NUMBERS");
        }

        void addKernels(Set<String> names) {
            if (isOf("FLOATS")) {
                addKernels(names, "f64", "f32");
            }
            if (isOf("INTEGERS")) {
                addKernels(names, "i64", "i32");
                if (kind.equals("UNARY")) {
                    addTwins(names, "map_" + name + "_i16_i64");
                    addTwins(names, "map_" + name + "_i8_i64");
                }
                if (degree > 0) {
                    for (String type : List.of("i64", "i32", "i16", "i8")) {
                        names.add("fold_sum_" + name + "_" + type);
                        names.add("fold_sumchecked_" + name + "_" + type);
                    }
                }
            }
        }

        private void addKernels(Set<String> names, String... elementTypes) {
            for (String type : elementTypes) {
                String kernel = (kind.equals("UNARY") ? "map_" : "zip_") + name + "_" + type;
                addTwins(names, kernel);
                if (degree > 0) {
                    names.add("fold_sum_" + name + "_" + type);
                }
            }
        }
    }

    private static String opsText() throws IOException {
        return Files.readString(SOURCES.resolve("c/ops.def"));
    }

    private static List<Op> ops() throws IOException {
        return OP.matcher(opsText()).results()
                .map(line -> new Op(
                        line.group(1), line.group(2), line.group(3), number(line.group(4)), number(line.group(5))))
                .toList();
    }

    private static int number(String digits) {
        return digits == null ? 0 : Integer.parseInt(digits);
    }

    /// What `{UNARY FLOATS}` and its like in the comment of [CKernels] stand for.
    private static String opsOf(String group) throws IOException {
        String[] words = group.split(" ");
        return ops().stream()
                .filter(op -> words[0].equals("SUMMED") ? op.degree() > 0 : op.kind().equals(words[0]))
                .filter(op -> op.isOf(words[1]))
                .map(Op::name)
                .collect(Collectors.joining(" "));
    }

    /// The names that `kernels.def` and `ops.def` stand for.
    private static Set<String> listed() throws IOException {
        Set<String> names = new TreeSet<>();
        for (Op op : ops()) {
            op.addKernels(names);
        }
        for (MatchResult line : LINE.matcher(list()).results().toList()) {
            String kind = line.group(1);
            List<String> parts = List.of(line.group(2).split(", "));
            String name = String.join("_", parts);
            switch (kind) {
                case "CONVERT", "FILL", "ZIP3" -> addTwins(names, kind.toLowerCase() + "_" + name);
                case "FOLD" -> names.add("fold_" + name);
                case "DRAW", "DOT", "ROWS" -> names.add(kind.toLowerCase() + "_" + name);
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
    private static List<String> expand(String pattern) throws IOException {
        var group = GROUP.matcher(pattern);
        if (!group.find()) {
            return List.of(pattern);
        }
        List<String> expanded = new ArrayList<>();
        String parts = Character.isUpperCase(group.group(1).charAt(0)) ? opsOf(group.group(1)) : group.group(1);
        for (String part : parts.split(" ")) {
            expanded.addAll(expand(pattern.substring(0, group.start()) + part + pattern.substring(group.end())));
        }
        return expanded;
    }
}

package io.millrace.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Makes one source file for each type in `types.table` out of each template of a module, and the built-in
/// functions in them out of `ops.table`. `X-Array.java.template` gives `DoubleArray` and its like,
/// `RandomTo-X.java.template` gives `RandomToDouble`; a file stands in the package that it names.
///
/// | in a template                   | becomes                                                             |
/// |---------------------------------|---------------------------------------------------------------------|
/// | `$type$` `$Type$` `$TYPE$`      | `double` `Double` `DOUBLE`                                          |
/// | `$Box$` `$a$`                   | the class of the type's constants, such as `Integer`; `a` or `an`   |
/// | `$wide$` `$Wide$`               | the type it is reduced as: `double` or `long`                       |
/// | `$Promoted$`                    | the type of a sum of two: `Int` for `byte` and `short`              |
/// | `$Jdk$`                         | the type of the JDK's streams of it: `Int`, `Long` or `Double`      |
/// | `$OfIndex$`                     | the JDK's function from `long` to `$Jdk$`                           |
/// | `$cast$`                        | the cast of a `$Jdk$` to the type, where it needs one               |
/// | `$one$`                         | 1 as a literal                                                      |
/// | `$wrapping$` `$bitwise$`        | ", wrapping" for whole numbers, ", bit by bit" for floating-point   |
/// | `$precision$`                   | bits of a floating-point number's fraction                          |
/// | `$of(x)$` `$bits(x)$`           | a value of raw bits `x`, the raw bits of a value `x`                |
/// | `#if[w]` `#else[w]` `#end[w]`   | lines for types with the word `w` alone; `!w` for those without it  |
/// | `#each[K]` `#end[K]`            | these lines for each function of kind `K`, `CHEAP K` for the cheap  |
///
/// The words are the type's own name; `floating`, `integer` (`int` and `long`) or `subword` (`byte` and
/// `short`); `wide` or `narrow`, by `$wide$`; and `cast`, where `$cast$` is one. Between `#each` and its
/// `#end` there are also `$NAME$ $code$ $cost$ $value$ $doc$`, and `$separator$`: `;` after the last, else
/// `,`.
public final class Templates {
    private static final Pattern DIRECTIVE = Pattern.compile("#(if|else|end|each)\\[([^]]+)]");
    private static final Pattern PACKAGE = Pattern.compile("package ([\\w.]+);");

    private final Path sources;

    /// @param module the folder of the module
    public Templates(Path module) {
        this.sources = module.resolve("src/main");
    }

    /// Writes all files of the modules whose folders are named.
    ///
    /// @throws IOException if one cannot be written
    public static void main(String[] modules) throws IOException {
        for (String module : modules) {
            for (Map.Entry<Path, String> file : new Templates(Path.of(module)).generated().entrySet()) {
                Files.writeString(file.getKey(), file.getValue());
            }
        }
    }

    /// What the files of the main sources must be.
    public Map<Path, String> generated() throws IOException {
        List<TemplateType> types = types();
        List<Op> ops = ops();
        Map<Path, String> files = new TreeMap<>();
        try (Stream<Path> found = Files.walk(sources.resolve("templates"))) {
            for (Path template : found.filter(path -> path.toString().endsWith(".template")).toList()) {
                String name = template.getFileName().toString();
                List<String> lines = Files.readAllLines(template);
                for (TemplateType type : types) {
                    String file = name.replaceFirst("X-|-X", type.capitalized()).replace(".template", "");
                    files.put(
                            folder(lines.getFirst()).resolve(file),
                            "// Generated from " + name + "\n" + withSortedImports(expand(lines, type, ops)));
                }
            }
        }
        return files;
    }

    /// One line of `ops.table`.
    public record Op(String kind, String name, String types, int code, String cost, String value, String doc) {

        static Op parse(String line) {
            String[] parts = line.split(" :: ");
            if (parts.length != 7) {
                throw new IllegalArgumentException("not seven parts in a line of ops.table: " + line);
            }
            return new Op(
                    parts[0], parts[1], parts[2], Integer.parseInt(parts[3]), parts[4], parts[5], parts[6]);
        }

        boolean isOf(TemplateType type) {
            return types.equals("NUMBERS") || types.equals(type.isFloating() ? "FLOATS" : "INTEGERS");
        }
    }

    /// The built-in functions; none where a module has no table of them.
    public List<Op> ops() throws IOException {
        return table("ops.table").stream().map(Op::parse).toList();
    }

    private List<TemplateType> types() throws IOException {
        return table("types.table").stream()
                .flatMap(line -> Arrays.stream(line.split(" ")))
                .map(TemplateType::new)
                .toList();
    }

    private List<String> table(String name) throws IOException {
        Path table = sources.resolve("templates").resolve(name);
        if (!Files.exists(table)) {
            return List.of();
        }
        try (Stream<String> lines = Files.lines(table)) {
            return lines.filter(line -> !line.startsWith("#") && !line.isBlank()).toList();
        }
    }

    private Path folder(String firstLine) {
        Matcher declaration = PACKAGE.matcher(firstLine);
        if (!declaration.matches()) {
            throw new IllegalArgumentException("a template begins with its package: " + firstLine);
        }
        return sources.resolve("java").resolve(declaration.group(1).replace('.', '/'));
    }

    /// Imports that stand in order in a template may not do so with the names of a type in them.
    private static String withSortedImports(String text) {
        List<String> lines = new ArrayList<>(text.lines().toList());
        int from = 0;
        while (from < lines.size()) {
            int to = from;
            while (to < lines.size() && lines.get(to).startsWith("import ")) {
                to++;
            }
            lines.subList(from, to).sort(Comparator.comparing(line -> line.replace(";", "")));
            from = to + 1;
        }
        return String.join("\n", lines) + "\n";
    }

    private static String expand(List<String> lines, TemplateType type, List<Op> ops) {
        StringBuilder text = new StringBuilder();
        List<String> hidden = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            Matcher directive = DIRECTIVE.matcher(lines.get(i));
            if (!directive.matches()) {
                if (hidden.isEmpty()) {
                    text.append(type.filledIn(lines.get(i))).append('\n');
                }
                continue;
            }
            String word = directive.group(2);
            switch (directive.group(1)) {
                case "if" -> {
                    if (!type.is(word)) {
                        hidden.add(word);
                    }
                }
                case "else" -> {
                    if (!hidden.remove(word)) {
                        hidden.add(word);
                    }
                }
                case "end" -> hidden.remove(word);
                default -> {
                    List<String> rest = lines.subList(i + 1, lines.size());
                    List<String> body = rest.subList(0, rest.indexOf("#end[" + word + "]"));
                    text.append(each(body, word, type, ops));
                    i += body.size() + 1;
                }
            }
        }
        return text.toString();
    }

    private static String each(List<String> body, String word, TemplateType type, List<Op> ops) {
        Predicate<Op> wanted = op -> op.isOf(type)
                && (word.equals(op.kind()) || word.equals(op.cost() + " " + op.kind()));
        List<Op> chosen = ops.stream().filter(wanted).toList();
        StringBuilder text = new StringBuilder();
        for (Op op : chosen) {
            for (String line : body) {
                String filled = line.replace("$NAME$", op.name())
                        .replace("$code$", "" + op.code())
                        .replace("$cost$", op.cost())
                        .replace("$value$", op.value())
                        .replace("$doc$", op.doc())
                        .replace("$separator$", op == chosen.getLast() ? ";" : ",");
                text.append(type.filledIn(filled)).append('\n');
            }
        }
        return text.toString();
    }
}

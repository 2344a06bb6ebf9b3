package io.millrace.engine.templates;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Makes one source file for each of `double float long int` out of each `X-*.java.template`, and the
/// built-in functions in them out of `ops.table`.
///
/// | in a template                   | becomes                                                        |
/// |---------------------------------|----------------------------------------------------------------|
/// | `$type$` `$Type$` `$TYPE$`      | `double` `Double` `DOUBLE`                                     |
/// | `$wide$` `$Wide$`               | the type it is reduced as: `double` or `long`                  |
/// | `$cast$`                        | the cast of a `double` to a floating-point type                |
/// | `$wrapping$`                    | ", wrapping" for integers                                      |
/// | `$precision$`                   | bits of a floating-point number's fraction                     |
/// | `$of(x)$` `$bits(x)$`           | a value of raw bits `x`, the raw bits of a value `x`           |
/// | `#if[w]` `#else[w]` `#end[w]`   | lines for types with the word `w` alone                        |
/// | `#each[K]` `#end[K]`            | these lines for each function of kind `K`, `CHEAP K` for the cheap |
///
/// The words are the type's own name, `floating` or `integer`, and `wide` or `narrow`. Between `#each` and
/// its `#end` there are also `$NAME$ $code$ $cost$ $value$ $doc$`, and `$separator$`: `;` after the last, else
/// `,`.
public final class Templates {
    private static final Path SOURCES = Path.of("src", "main");
    private static final Path FOLDER = SOURCES.resolve("templates");
    private static final Path PACKAGE = SOURCES.resolve("java/io/millrace/engine");
    private static final List<String> TYPES = List.of("double", "float", "long", "int");
    private static final Pattern DIRECTIVE = Pattern.compile("#(if|else|end|each)\\[([^]]+)]");

    private Templates() {}

    /// Writes all files; run from the folder of the module.
    ///
    /// @throws IOException if one cannot be written
    public static void main(String[] args) throws IOException {
        for (Map.Entry<Path, String> file : generated().entrySet()) {
            Files.writeString(file.getKey(), file.getValue());
        }
    }

    /// What the files of the main sources must be.
    static Map<Path, String> generated() throws IOException {
        List<Op> ops = ops();
        Map<Path, String> files = new TreeMap<>();
        try (Stream<Path> found = Files.walk(FOLDER)) {
            for (Path template : found.filter(path -> path.toString().endsWith(".template")).toList()) {
                String name = template.getFileName().toString();
                for (String type : TYPES) {
                    String file = name.replace("X-", upper(type)).replace(".template", "");
                    Path target = PACKAGE.resolve(FOLDER.relativize(template)).resolveSibling(file);
                    files.put(target,
                            "// Generated from " + name + "\n" + expand(Files.readAllLines(template), type, ops));
                }
            }
        }
        return files;
    }

    /// One line of `ops.table`.
    record Op(String kind, String name, String types, int code, String cost, String value, String doc) {

        static Op parse(String line) {
            String[] parts = line.split(" :: ");
            if (parts.length != 7) {
                throw new IllegalArgumentException("not seven parts in a line of ops.table: " + line);
            }
            return new Op(
                    parts[0], parts[1], parts[2], Integer.parseInt(parts[3]), parts[4], parts[5], parts[6]);
        }

        boolean isOf(String type) {
            return types.equals("NUMBERS") || types.equals(isFloating(type) ? "FLOATS" : "INTEGERS");
        }
    }

    static List<Op> ops() throws IOException {
        try (Stream<String> lines = Files.lines(FOLDER.resolve("ops.table"))) {
            return lines.filter(line -> !line.startsWith("#") && !line.isBlank()).map(Op::parse).toList();
        }
    }

    private static String expand(List<String> lines, String type, List<Op> ops) {
        Set<String> words = Set.of(
                type,
                isFloating(type) ? "floating" : "integer",
                type.equals("double") || type.equals("long") ? "wide" : "narrow");
        StringBuilder text = new StringBuilder();
        List<String> hidden = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            Matcher directive = DIRECTIVE.matcher(lines.get(i));
            if (!directive.matches()) {
                if (hidden.isEmpty()) {
                    text.append(substituted(lines.get(i), type)).append('\n');
                }
                continue;
            }
            String word = directive.group(2);
            switch (directive.group(1)) {
                case "if" -> {
                    if (!words.contains(word)) {
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

    private static String each(List<String> body, String word, String type, List<Op> ops) {
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
                text.append(substituted(filled, type)).append('\n');
            }
        }
        return text.toString();
    }

    private static String substituted(String line, String type) {
        String wide = isFloating(type) ? "double" : "long";
        String text = line.replace("$type$", type)
                .replace("$Type$", upper(type))
                .replace("$TYPE$", type.toUpperCase(Locale.ROOT))
                .replace("$wide$", wide)
                .replace("$Wide$", upper(wide))
                .replace("$cast$", type.equals("float") ? "(float) " : "")
                .replace("$wrapping$", isFloating(type) ? "" : ", wrapping")
                .replace("$precision$", type.equals("float") ? "24" : "53");
        return text.replaceAll("\\$of\\((\\w+)\\)\\$", Matcher.quoteReplacement(ofBits(type)).replace("BITS", "$1"))
                .replaceAll("\\$bits\\((\\w+)\\)\\$", Matcher.quoteReplacement(toBits(type)).replace("VALUE", "$1"));
    }

    private static String ofBits(String type) {
        return switch (type) {
            case "double" -> "Double.longBitsToDouble(BITS)";
            case "float" -> "Float.intBitsToFloat((int) BITS)";
            case "long" -> "BITS";
            default -> "(int) BITS";
        };
    }

    private static String toBits(String type) {
        return switch (type) {
            case "double" -> "Double.doubleToRawLongBits(VALUE)";
            case "float" -> "Float.floatToRawIntBits(VALUE)";
            default -> "VALUE";
        };
    }

    private static boolean isFloating(String type) {
        return type.equals("double") || type.equals("float");
    }

    private static String upper(String type) {
        return Character.toUpperCase(type.charAt(0)) + type.substring(1);
    }
}

package io.millrace.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// `%d` and `%f` write the digits of the user's locale: names, paths, code and JSON must not. A number
/// goes through `%s`, or `Locale.ROOT` stands before the format. Numbers grouped for people (`%,d`) may be
/// as their readers know them, but not in the command line, where all text is English.
class PlainFormatsTest {
    private static final Pattern LOCALISED =
            Pattern.compile("(?<!Locale\\.ROOT,\\s{0,40}|%)\"(?:[^\"\\\\\n]|\\\\.)*?(?<!%)%[-#+"
                    + " 0(]*\\d*(?:\\.\\d+)?[dfeEgGaAtT]");
    private static final Pattern GROUPED = Pattern.compile("(?<!Locale\\.ROOT,\\s{0,40})\"[^\"\n]*%,");
    private static final Pattern CASE = Pattern.compile("to(Lower|Upper)Case\\(\\)|[^a-z]printf\\(");

    private static List<String> found(Pattern pattern, Path sources) throws IOException {
        List<String> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(sources)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".java")).sorted().toList()) {
                String text = Files.readString(file).replaceAll("(?m)^ *///.*$", "");
                Matcher match = pattern.matcher(text);
                while (match.find()) {
                    found.add(file.getFileName() + ": " + match.group());
                }
            }
        }
        return found;
    }

    @Test
    void numbersAreWrittenWithoutALocale() throws IOException {
        for (String module : List.of("shm", "native", "engine")) {
            Path sources = Path.of("..", module, "src", "main", "java");
            assertEquals(List.of(), found(LOCALISED, sources));
            assertEquals(List.of(), found(CASE, sources));
        }
        assertEquals(List.of(), found(GROUPED, Path.of("src/main/java/io/millrace/engine/cli")));
    }

    @Test
    void theSearchFindsWhatItShall() {
        for (String bad : List.of("\"a%db\"", "\"%05d\"", "\"x %.1f s\"", "f(\"%s\", \"%-3d\")")) {
            assertTrue(LOCALISED.matcher(bad).find(), bad);
        }
        for (String good : List.of(
                "\"%s\"", "\"100 %% done\"", "String.format(Locale.ROOT, \"%d\")", "\"%08x\"", "\"%n\"")) {
            assertTrue(!LOCALISED.matcher(good).find(), good);
        }
    }
}

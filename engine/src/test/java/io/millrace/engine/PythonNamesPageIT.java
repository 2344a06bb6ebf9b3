package io.millrace.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.millrace.testing.SourceTree;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The page of Python's names has a row for each, and names what is there.
@Timeout(120)
class PythonNamesPageIT {
    private static final Path PAGE = Path.of("docs/python-names.md");
    private static final Pattern HEADING = Pattern.compile("## `([\\w.]+)`");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final Pattern MEMBER = Pattern.compile("([A-Z]\\w+)\\.([a-z]\\w+)");

    @Test
    void everyPublicNameOfPythonHasARow() throws Exception {
        assumeTrue(new ProcessBuilder("sh", "-c", "command -v python3").start().waitFor() == 0, "no python3 here");
        Process python = new ProcessBuilder("python3", "src/test/python/names.py")
                .redirectErrorStream(true)
                .start();
        List<String> names = new String(python.getInputStream().readAllBytes()).lines().toList();
        assertEquals(0, python.waitFor(), names::toString);
        assertTrue(names.contains("multiprocessing.queues.Queue get_nowait"), names::toString);
        Set<String> missing = new TreeSet<>(names);
        missing.removeAll(rows());
        assertEquals(Set.of(), missing);
    }

    /// `owner name` for each name in the first column.
    private static Set<String> rows() throws IOException {
        Set<String> rows = new TreeSet<>();
        String owner = "";
        for (String line : SourceTree.read(PAGE).lines().toList()) {
            var heading = HEADING.matcher(line);
            if (heading.matches()) {
                owner = heading.group(1);
            } else if (line.startsWith("| `")) {
                for (String name : code(line.split("\\|")[1])) {
                    rows.add(owner + " " + name);
                }
            }
        }
        return rows;
    }

    @Test
    void everyMethodThatThePageNamesIsThere() throws IOException {
        List<String> api = new ArrayList<>();
        for (String module : List.of("shm", "engine")) {
            SourceTree.read(Path.of(module, "api.txt")).lines().forEach(api::add);
        }
        Set<String> unknown = new TreeSet<>();
        int found = 0;
        for (String line : SourceTree.read(PAGE).lines().filter(line -> line.startsWith("| `")).toList()) {
            for (String code : code(line.substring(line.indexOf('|', 1)))) {
                var member = MEMBER.matcher(code);
                if (member.matches() && isOfMillrace(api, member.group(1))) {
                    found++;
                    String call = "." + member.group(1) + "." + member.group(2) + "(";
                    if (api.stream().noneMatch(signature -> signature.contains(call))) {
                        unknown.add(code);
                    }
                }
            }
        }
        assertTrue(found > 80, "methods named: " + found);
        assertEquals(Set.of(), unknown);
    }

    private static boolean isOfMillrace(List<String> api, String type) {
        return api.stream().anyMatch(signature -> signature.contains("." + type + " is "));
    }

    private static List<String> code(String cell) {
        return CODE.matcher(cell).results().map(found -> found.group(1)).toList();
    }
}

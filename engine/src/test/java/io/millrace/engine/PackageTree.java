package io.millrace.engine;

import io.millrace.testing.SourceTree;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/// The packages of all modules as a tree, each with the first sentence of its comment.
final class PackageTree {
    private static final String PAGE = "package-info.java";
    private static final String COMMENT = "///";
    private static final int CAPTION_COLUMN = 20;
    private static final int WIDTH = 98;
    private static final List<String> ROOTS = List.of(
            "shm/src/main/java/io/millrace/shm",
            "native/src/main/java/io/millrace/ckernel",
            "engine/src/main/java/io/millrace/engine",
            "junit/src/main/java/io/millrace/junit",
            "bench/src/main/java/io/millrace/bench",
            "spark/src/main/java/io/millrace/spark");

    private final StringBuilder text = new StringBuilder();

    private PackageTree() {}

    /// Fenced, for a Markdown page.
    static String markdown() throws IOException {
        PackageTree tree = new PackageTree();
        List<Path> folders = SourceTree.files(PAGE).stream()
                .map(page -> Objects.requireNonNull(page.getParent()))
                .sorted()
                .toList();
        tree.text.append("```text\n");
        for (String root : ROOTS) {
            for (Path folder : folders) {
                if (folder.startsWith(root)) {
                    tree.add(Path.of(root), folder);
                }
            }
        }
        return tree.text.append("```\n").toString();
    }

    private void add(Path root, Path folder) throws IOException {
        boolean isRoot = folder.equals(root);
        String name = isRoot ? root.toString() : "  " + root.relativize(folder);
        line(name + "/", isRoot);
        for (String part : wrapped(firstSentence(folder.resolve(PAGE)))) {
            boolean begun = text.charAt(text.length() - 1) != '\n';
            text.append(begun ? "" : " ".repeat(CAPTION_COLUMN)).append(part).append('\n');
        }
    }

    private void line(String name, boolean alone) {
        text.append(name);
        text.append(alone || name.length() >= CAPTION_COLUMN ? "\n" : " ".repeat(CAPTION_COLUMN - name.length()));
    }

    private static List<String> wrapped(String sentence) {
        return sentence.replaceAll("(.{1,%s})(?: |$)".formatted(WIDTH - CAPTION_COLUMN), "$1\n").lines().toList();
    }

    /// Without the marks of links.
    private static String firstSentence(Path page) throws IOException {
        StringBuilder comment = new StringBuilder();
        for (String line : SourceTree.read(page).lines().toList()) {
            if (!line.startsWith(COMMENT) || line.equals(COMMENT)) {
                break;
            }
            comment.append(line.substring(COMMENT.length()));
        }
        String sentence = comment.toString().strip().replaceFirst("(?s)\\.(?: .*)?$", "");
        return sentence.replaceAll("\\[(?:\\w+\\.)*(\\w+)\\]", "$1");
    }
}

package io.millrace.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A page of the documentation: its fenced blocks, in order.
///
/// A block of a source language begins with a comment that is its file's name; one of Python without it is only to
/// be read. A block of `sh` is
/// what a reader types, the block of `text` behind it is what the reader then sees; `...` there
/// stands for anything within a line.
public record DocPage(Path file, List<Block> blocks) {
    private static final Path FOLDER = Path.of("..", "docs");
    private static final Pattern FENCE = Pattern.compile("^```(\\w+)\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);
    private static final Pattern FILE_NAME = Pattern.compile("(?://|#) (\\S+)\n");

    /// A fenced block.
    public record Block(String language, String text) {
        boolean isSource() {
            boolean named = FILE_NAME.matcher(text).lookingAt();
            return language.equals("java") || language.equals("c") || language.equals("python") && named;
        }

        /// Of a source.
        public String fileName() {
            Matcher name = FILE_NAME.matcher(text);
            if (!name.lookingAt()) {
                throw new AssertionError("a source whose first line does not tell its file:\n" + text);
            }
            return name.group(1);
        }
    }

    /// What is typed and what is seen.
    public record Dialog(String commands, String output) {
        /// Whether that is the output.
        public boolean isAnsweredBy(String found) {
            String[] parts = output.split("\\Q...\\E", -1);
            String regex = String.join("[^\n]*", Stream.of(parts).map(Pattern::quote).toList());
            return found.matches(regex);
        }
    }

    /// Those for users, by name.
    public static List<DocPage> all() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".md")).sorted().map(DocPage::read).toList();
        }
    }

    /// The page of a file.
    public static DocPage read(Path file) {
        try {
            List<Block> blocks = new ArrayList<>();
            Matcher fence = FENCE.matcher(Files.readString(file));
            while (fence.find()) {
                blocks.add(new Block(fence.group(1), fence.group(2)));
            }
            return new DocPage(file, blocks);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /// Its file's name.
    public String name() {
        return file.getFileName().toString();
    }

    /// Its programs.
    public List<Block> sources() {
        return blocks.stream().filter(Block::isSource).toList();
    }

    /// The commands of the page; those without a text behind them print nothing.
    public List<Dialog> dialogs() {
        List<Dialog> dialogs = new ArrayList<>();
        for (int index = 0; index < blocks.size(); index++) {
            if (blocks.get(index).language().equals("sh")) {
                boolean answered = index + 1 < blocks.size() && blocks.get(index + 1).language().equals("text");
                dialogs.add(new Dialog(blocks.get(index).text(), answered ? blocks.get(index + 1).text() : ""));
            }
        }
        return dialogs;
    }
}

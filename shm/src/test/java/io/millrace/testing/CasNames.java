package io.millrace.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Looks for compare-and-sets of shared words in the sources of a module. Each has a name at the end of
/// its line, as in `// C1`, that a comment of its package explains.
public final class CasNames {
    private static final Pattern CALL = Pattern.compile("(?:[cC]as|compareAndSet|compareAndExchange)\\(");
    private static final Pattern DECLARATION =
            Pattern.compile("^ {4}(?:public |private )?(?:static )?\\w+"
                    + " (?:\\w*Cas|cas|compareAndSet|compareAndExchange)\\(.*\\{$");
    private static final Pattern NAMES = Pattern.compile("// ([A-Z]\\d+(?:, [A-Z]\\d+)*)\\b");
    private static final Pattern NAME = Pattern.compile("\\b[A-Z]\\d+\\b");

    private CasNames() {}

    /// What is wrong in the sources below `root`: a compare-and-set without name, or a name that no comment
    /// of the package has.
    ///
    /// @param exempt folders or files, relative to `root`, that are not looked at
    public static Set<String> violations(Path root, Set<String> exempt) throws IOException {
        Set<String> violations = new TreeSet<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
                String place = root.relativize(file).toString();
                if (exempt.stream().noneMatch(place::startsWith)) {
                    check(file, place, violations);
                }
            }
        }
        return violations;
    }

    private static void check(Path file, String place, Set<String> violations) throws IOException {
        List<String> lines = Files.readAllLines(file);
        if (lines.stream().noneMatch(line -> CALL.matcher(line).find())) {
            return;
        }
        Set<String> explained = explained(file.getParent());
        boolean declared = false;
        for (String line : lines) {
            boolean isDeclaration = DECLARATION.matcher(line).matches();
            boolean isCall = CALL.matcher(line).find() && !line.stripLeading().startsWith("//") && !isDeclaration;
            Matcher names = NAMES.matcher(line);
            if (isCall && names.find()) {
                for (String name : names.group(1).split(", ")) {
                    if (!explained.contains(name)) {
                        violations.add(place + ": no comment of the package explains " + name);
                    }
                }
            } else if (isCall && !declared) { // the accessor of a word is named where it is called
                violations.add(place + ": " + line.strip());
            }
            declared = isDeclaration;
        }
    }

    /// The names in the comments of the package in that folder.
    private static Set<String> explained(Path folder) throws IOException {
        Set<String> names = new TreeSet<>();
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> sources = files.filter(path -> path.toString().endsWith(".java")).toList();
            for (Path source : sources) {
                for (String line : Files.readAllLines(source)) {
                    if (line.stripLeading().startsWith("///")) {
                        NAME.matcher(line).results().map(MatchResult::group).forEach(names::add);
                    }
                }
            }
        }
        return names;
    }
}

package io.millrace.testing;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// Who depends on whom inside one module in a circle: references within a package count like imports.
/// Nested classes count as the file they stand in.
///
/// References come from the compiled classes, which also know types that no source names, and from the
/// names in the sources, which also know what the compiler leaves out: constants that it copies, and the
/// types that a sealed type permits.
///
/// A circle is a strongly connected component: a set of nodes in which each depends on each other,
/// directly or through others of the set (R. Tarjan, *Depth-first search and linear graph algorithms*).
public final class Circles {
    private static final Pattern NO_CODE = Pattern.compile(
            "//.*|/\\*(?s:.*?)\\*/|\"\"\"(?s:.*?)\"\"\"|\"(?:\\\\.|[^\"\\\\\n])*+\"|'(?:\\\\.|[^'\\\\])*+'");
    private static final Pattern IMPORT = Pattern.compile("^import (?:static )?([\\w.]+);", Pattern.MULTILINE);
    private static final Pattern DECLARED = Pattern.compile("\\b(?:class|interface|record|enum) (\\w+)");
    private static final Pattern NAME = Pattern.compile("(?<![\\w.])([A-Z]\\w*)");

    private final Map<String, Set<String>> files = new TreeMap<>();

    /// The circles of the classes whose package is `module` or below it.
    ///
    /// @param sources the folder in which the packages of the sources begin
    public Circles(String module, JavaClasses classes, Path sources) {
        for (JavaClass from : classes) {
            String file = file(from);
            files.computeIfAbsent(file, key -> new TreeSet<>());
            for (Dependency dependency : from.getDirectDependenciesFromSelf()) {
                JavaClass to = dependency.getTargetClass().getBaseComponentType();
                if (!to.isPrimitive() && (to.getPackageName() + ".").startsWith(module + ".")
                        && !file(to).equals(file)) {
                    files.computeIfAbsent(file(to), key -> new TreeSet<>());
                    files.get(file).add(file(to));
                }
            }
        }
        files.forEach((file, targets) -> {
            Path source = sources.resolve(file.replace('.', '/') + ".java");
            names(file, read(source)).stream()
                    .filter(name -> files.containsKey(name) && !name.equals(file))
                    .forEach(targets::add);
        });
    }

    private static String read(Path source) {
        try {
            return Files.readString(source);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /// The types that the source of a file may name: those that it imports, and those of its package, if
    /// the file has none of the same name.
    static Set<String> names(String file, String source) {
        String code = NO_CODE.matcher(source).replaceAll(" ");
        Set<String> names = new TreeSet<>();
        Set<String> hidden = new TreeSet<>(all(DECLARED, code));
        for (String imported : all(IMPORT, code)) {
            names.add(imported);
            names.add(packageOf(imported)); // the type of a member
            hidden.add(imported.substring(imported.lastIndexOf('.') + 1));
        }
        for (String name : all(NAME, IMPORT.matcher(code).replaceAll(""))) {
            if (!hidden.contains(name)) {
                names.add(packageOf(file) + "." + name);
            }
        }
        return names;
    }

    private static List<String> all(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(result -> result.group(1)).toList();
    }

    private static String file(JavaClass type) {
        return type.getEnclosingClass().map(Circles::file).orElse(type.getName());
    }

    private static String packageOf(String file) {
        return file.substring(0, file.lastIndexOf('.'));
    }

    /// The circles between packages; `exempt` are packages that take part in none.
    public Set<Set<String>> betweenPackages(Set<String> exempt) {
        Map<String, Set<String>> packages = new TreeMap<>();
        files.forEach((from, all) -> {
            Set<String> targets = packages.computeIfAbsent(packageOf(from), key -> new TreeSet<>());
            all.stream().map(Circles::packageOf).forEach(targets::add);
        });
        exempt.forEach(packages::remove);
        packages.forEach((from, targets) -> {
            targets.removeAll(exempt);
            targets.remove(from);
        });
        return new Search(packages, 1).found;
    }

    /// By package, the circles of more than `largest` files inside of it.
    public Map<String, Set<Set<String>>> insidePackages(int largest) {
        Map<String, Map<String, Set<String>>> packages = new TreeMap<>();
        files.forEach((from, all) -> {
            Set<String> targets = new TreeSet<>(all);
            targets.removeIf(to -> !packageOf(to).equals(packageOf(from)));
            packages.computeIfAbsent(packageOf(from), key -> new TreeMap<>()).put(from, targets);
        });
        Map<String, Set<Set<String>>> found = new TreeMap<>();
        packages.forEach((name, graph) -> {
            Set<Set<String>> circles = new Search(graph, largest).found;
            if (!circles.isEmpty()) {
                found.put(name, circles);
            }
        });
        return found;
    }

    /// How many files each package has.
    public Map<String, Integer> filesByPackage() {
        Map<String, Integer> counts = new TreeMap<>();
        files.keySet().forEach(file -> counts.merge(packageOf(file), 1, Integer::sum));
        return counts;
    }

    /// One run over a graph.
    private static final class Search {
        final Set<Set<String>> found = new HashSet<>();

        private final Map<String, Set<String>> graph;
        private final int largest;
        private final Map<String, Integer> numbers = new HashMap<>();
        private final Map<String, Integer> lowest = new HashMap<>();
        private final Deque<String> open = new ArrayDeque<>();

        Search(Map<String, Set<String>> graph, int largest) {
            this.graph = graph;
            this.largest = largest;
            for (String node : graph.keySet()) {
                if (!numbers.containsKey(node)) {
                    visit(node);
                }
            }
        }

        private void visit(String node) {
            int number = numbers.size();
            numbers.put(node, number);
            lowest.put(node, number);
            open.push(node);
            for (String next : graph.get(node)) {
                if (!numbers.containsKey(next)) {
                    visit(next);
                    lowest.merge(node, lowest.get(next), Math::min);
                } else if (open.contains(next)) {
                    lowest.merge(node, numbers.get(next), Math::min);
                }
            }
            if (lowest.get(node) == number) {
                close(node);
            }
        }

        private void close(String first) {
            List<String> component = new ArrayList<>();
            String node;
            do {
                node = open.pop();
                component.add(node);
            } while (!node.equals(first));
            if (component.size() > largest) {
                found.add(new TreeSet<>(component));
            }
        }
    }
}

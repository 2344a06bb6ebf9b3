package io.millrace.testing;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Who may import whom inside one module, held against its compiled classes.
///
/// A row gives a sub-package (`""`: the root package) and what it may import beside itself and the JDK: packages, each
/// with all below it. A name that starts with a dot is a sub-package of the same module, `.` alone the whole module.
/// The plain types of a root package may be imported from everywhere to the right of them, its doors only where a row
/// names that whole module, or the door. A plain type, that is a public type which is no door, imports nothing but
/// plain types.
public final class ImportTable {
    private static final List<String> EVERYWHERE =
            List.of("java", "javax", "com.sun.management", "org.jspecify.annotations");

    private static final String PROJECT = "io.millrace.";

    private final String module;
    private final Set<String> doors;
    private final Set<String> roots = new TreeSet<>();
    private final Map<String, List<String>> rows = new LinkedHashMap<>();

    /// A table for the module with this root package; `doors` are full names of classes, here and in other modules.
    public ImportTable(String module, String... doors) {
        this.module = module;
        this.doors = Set.of(doors);
        roots.add(module);
    }

    /// Makes the plain types of another module's root package open to every row.
    public ImportTable toTheRightOf(String otherModule) {
        roots.add(otherModule);
        return this;
    }

    public ImportTable row(String subPackage, String... mayImport) {
        rows.put(subPackage, List.of(mayImport).stream()
                .map(name -> name.equals(".") ? module : name.startsWith(".") ? module + name : name)
                .toList());
        return this;
    }

    /// The table in Markdown, in the order of its rows; the last row has the doors.
    public String markdown() {
        StringBuilder text = new StringBuilder("| package | may import |\n|---|---|\n");
        rows.forEach((subPackage, allowed) -> {
            String from = subPackage.isEmpty() ? module : module + "." + subPackage;
            text.append("| %s | %s |\n".formatted(shown(from), allowed.isEmpty() ? "nothing" : shown(allowed)));
        });
        List<String> shownDoors = doors.stream().filter(door -> door.startsWith(module + ".")).sorted().toList();
        return text + "| *doors* | %s |\n".formatted(shown(shownDoors));
    }

    private static String shown(List<String> names) {
        return names.stream().map(ImportTable::shown).collect(Collectors.joining(", "));
    }

    private static String shown(String name) {
        return "`%s`".formatted(name.startsWith(PROJECT) ? name.substring(PROJECT.length()) : name);
    }

    /// One line for each import that the table does not allow.
    public Set<String> violations(JavaClasses classes) {
        Set<String> found = new TreeSet<>();
        for (JavaClass from : classes) {
            List<String> allowed = rows.get(subPackage(from));
            if (allowed == null) {
                found.add("%s: its package has no row in the import table".formatted(from.getName()));
                continue;
            }
            for (Dependency dependency : from.getDirectDependenciesFromSelf()) {
                JavaClass to = topLevel(dependency.getTargetClass().getBaseComponentType());
                if (!to.isPrimitive() && !isAllowed(topLevel(from), to, allowed)) {
                    found.add("%s imports %s".formatted(topLevel(from).getName(), to.getName()));
                }
            }
        }
        return found;
    }

    private boolean isAllowed(JavaClass from, JavaClass to, List<String> allowed) {
        if (isBelow(to.getPackageName(), EVERYWHERE)) {
            return true;
        }
        boolean door = doors.contains(to.getName());
        if (isPlain(from)) {
            return roots.contains(to.getPackageName()) && !door;
        }
        if (to.getPackageName().equals(from.getPackageName())) {
            return true;
        }
        if (roots.contains(to.getPackageName())) {
            return !door || allowed.contains(to.getPackageName()) || allowed.contains(to.getName());
        }
        return isBelow(to.getPackageName(), allowed);
    }

    private boolean isPlain(JavaClass type) {
        return type.getPackageName().equals(module)
                && type.getModifiers().contains(JavaModifier.PUBLIC)
                && !doors.contains(type.getName());
    }

    private String subPackage(JavaClass type) {
        String name = type.getPackageName();
        if (name.equals(module)) {
            return "";
        }
        String below = name.substring(module.length() + 1);
        while (!rows.containsKey(below) && below.indexOf('.') >= 0) {
            below = below.substring(0, below.lastIndexOf('.'));
        }
        return below;
    }

    private static boolean isBelow(String packageName, List<String> packages) {
        return packages.stream().anyMatch(name -> packageName.equals(name) || packageName.startsWith(name + "."));
    }

    private static JavaClass topLevel(JavaClass type) {
        return type.getEnclosingClass().map(ImportTable::topLevel).orElse(type);
    }
}

package io.millrace.testing;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.ThrowsTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ThrowTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/// Finds public methods of API packages whose comment leaves out an exception that they throw.
///
/// A method throws what it declares, what a `throw` or a check of an index in it makes, and what
/// the private methods of its class that it calls throw. Errors do not count, nor what a lambda
/// throws when it runs, nor an exception whose type is known at run time only. An override without
/// a comment of its own has that of the method that it overrides.
public final class ThrowsDocs {
    private static final Path SOURCES = Path.of("src", "main", "java");
    private static final Pattern INDEX_CHECK = Pattern.compile("Objects\\.check\\w*Index\\w*");

    private ThrowsDocs() {}

    /// One line for each exception that a comment in one of these packages leaves out.
    public static List<String> missing(String... packages) throws IOException {
        List<Path> sources = new ArrayList<>();
        for (String name : packages) {
            try (Stream<Path> found = Files.list(SOURCES.resolve(name.replace('.', '/')))) {
                found.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
            }
        }
        return missing(sources);
    }

    static List<String> missing(List<Path> sources) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<String> missing = new ArrayList<>();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, Locale.ROOT, null)) {
            JavacTask task = (JavacTask) compiler.getTask(
                    null, files, null, null, null, files.getJavaFileObjectsFromPaths(sources));
            DocTrees docs = DocTrees.instance(task);
            for (CompilationUnitTree unit : task.parse()) {
                new Methods(docs, missing).scan(unit, null);
            }
        }
        return missing.stream().sorted().toList();
    }

    /// Visits the methods that users can call.
    private static final class Methods extends TreePathScanner<Void, Void> {
        private final DocTrees docs;
        private final List<String> missing;

        Methods(DocTrees docs, List<String> missing) {
            this.docs = docs;
            this.missing = missing;
        }

        @Override
        public Void visitClass(ClassTree type, Void none) {
            TreePath around = getCurrentPath().getParentPath();
            boolean inInterface = around.getLeaf().getKind() == Tree.Kind.INTERFACE;
            if (inInterface || isVisible(type.getModifiers().getFlags())) {
                super.visitClass(type, none);
            }
            return null;
        }

        @Override
        public Void visitMethod(MethodTree method, Void none) {
            ClassTree type = (ClassTree) getCurrentPath().getParentPath().getLeaf();
            Set<Modifier> flags = method.getModifiers().getFlags();
            boolean inInterface = type.getKind() == Tree.Kind.INTERFACE && !flags.contains(Modifier.PRIVATE);
            if (inInterface || isVisible(flags)) {
                check(type, method);
            }
            return null;
        }

        private static boolean isVisible(Set<Modifier> flags) {
            return flags.contains(Modifier.PUBLIC) || flags.contains(Modifier.PROTECTED);
        }

        private void check(ClassTree type, MethodTree method) {
            DocCommentTree comment = docs.getDocCommentTree(getCurrentPath());
            Set<String> thrown = new TreeSet<>(new Thrown(type).by(method));
            if (comment == null && isOverride(method)) {
                method.getThrows().forEach(declared -> thrown.remove(simple(declared.toString())));
            } else {
                method.getThrows().forEach(declared -> thrown.add(simple(declared.toString())));
            }
            if (comment != null) {
                comment.getBlockTags().stream()
                        .filter(ThrowsTree.class::isInstance)
                        .forEach(tag -> thrown.remove(simple(((ThrowsTree) tag).getExceptionName().toString())));
            }
            thrown.removeIf(exception -> exception.equals("RuntimeException") || exception.endsWith("Error"));
            String name = "%s.%s(%s)".formatted(type.getSimpleName(), method.getName(), parameters(method));
            thrown.forEach(exception -> missing.add(name + " throws " + exception));
        }

        private static boolean isOverride(MethodTree method) {
            return method.getModifiers().getAnnotations().stream()
                    .anyMatch(annotation -> annotation.getAnnotationType().toString().equals("Override"));
        }

        private static String parameters(MethodTree method) {
            return method.getParameters().stream()
                    .map(parameter -> parameter.getType().toString())
                    .collect(Collectors.joining(", "));
        }
    }

    /// What the methods of one class throw.
    private static final class Thrown {
        private final Map<String, List<MethodTree>> methods = new TreeMap<>();

        Thrown(ClassTree type) {
            for (Tree member : type.getMembers()) {
                if (member instanceof MethodTree method) {
                    methods.computeIfAbsent(method.getName().toString(), _ -> new ArrayList<>()).add(method);
                }
            }
        }

        Set<String> by(MethodTree method) {
            Set<String> thrown = new TreeSet<>();
            collect(method, new ArrayList<>(), thrown);
            return thrown;
        }

        private void collect(MethodTree method, List<MethodTree> seen, Set<String> thrown) {
            if (seen.contains(method) || method.getBody() == null) {
                return;
            }
            seen.add(method);
            method.getBody().accept(new TreeScanner<Void, Void>() {
                @Override
                public Void visitLambdaExpression(LambdaExpressionTree later, Void none) {
                    return null;
                }

                @Override
                public Void visitClass(ClassTree other, Void none) {
                    return null;
                }

                @Override
                public Void visitThrow(ThrowTree statement, Void none) {
                    ExpressionTree made = statement.getExpression();
                    if (made instanceof NewClassTree created) {
                        thrown.add(simple(created.getIdentifier().toString()));
                    } else if (made instanceof MethodInvocationTree call) {
                        called(call.getMethodSelect(), call.getArguments().size())
                                .forEach(maker -> thrown.add(simple(String.valueOf(maker.getReturnType()))));
                    }
                    return super.visitThrow(statement, none);
                }

                @Override
                public Void visitMethodInvocation(MethodInvocationTree call, Void none) {
                    if (INDEX_CHECK.matcher(call.getMethodSelect().toString()).matches()) {
                        thrown.add("IndexOutOfBoundsException");
                    }
                    called(call.getMethodSelect(), call.getArguments().size())
                            .filter(callee -> callee.getModifiers().getFlags().contains(Modifier.PRIVATE))
                            .forEach(callee -> collect(callee, seen, thrown));
                    return super.visitMethodInvocation(call, none);
                }
            }, null);
        }

        private Stream<MethodTree> called(ExpressionTree select, int arguments) {
            if (!(select instanceof IdentifierTree name)) {
                return Stream.of();
            }
            return methods.getOrDefault(name.getName().toString(), List.of()).stream()
                    .filter(method -> method.getParameters().size() == arguments);
        }
    }

    private static String simple(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }
}

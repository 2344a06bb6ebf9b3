package io.millrace.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The public API of a module as text: one line for each public or protected type and member of its
/// API packages, in alphabetical order, held against the file `api.txt` beside the module's `pom.xml`.
///
/// A change of the API is a change of that file, which a reviewer sees. `-Dmillrace.api.write=true`
/// rewrites the file:
///
/// ```text
/// mvn -pl shm,native,engine -am test -Dtest=ApiTest -Dmillrace.api.write=true \
///     -Dsurefire.failIfNoSpecifiedTests=false -Dexec.skip=true
/// ```
public final class ApiText {
    private static final Path FILE = Path.of("api.txt");
    private static final Path CLASSES = Path.of("target", "classes");
    private static final Pattern PACKAGE = Pattern.compile("\\b(?:[a-z_]\\w*\\.)+(?=[A-Z])");
    private static final String INTERNAL = ".internal.";

    /// Their names and parameters say nothing that is not said of `Object`, `Enum` or the record already.
    private static final Set<String> OF_EVERY_OBJECT = Set.of("equals", "hashCode", "toString");

    private ApiText() {}

    /// Compares the API of the module under test with its `api.txt`, or rewrites that file.
    public static void assertUnchanged(String... packages) throws IOException {
        List<String> now = lines(packages).stream().map(ApiText::shortened).sorted().toList();
        if (Boolean.getBoolean("millrace.api.write")) {
            Files.write(FILE, now);
        }
        List<String> written = Files.readAllLines(FILE);
        List<String> differences = new ArrayList<>();
        now.stream().filter(line -> !written.contains(line)).map(line -> "new: " + line).forEach(differences::add);
        written.stream().filter(line -> !now.contains(line)).map(line -> "gone: " + line).forEach(differences::add);
        assertEquals(
                List.of(),
                differences,
                "the API differs from api.txt; if it shall, rewrite it: -Dtest=ApiTest -Dmillrace.api.write=true");
        assertEquals(now, written, "api.txt is not in order, or has a line twice");
    }

    /// The lines that name a type of an internal package, with the full names of all types.
    public static List<String> showingInternals(String... packages) {
        return lines(packages).stream().filter(line -> line.contains(INTERNAL)).toList();
    }

    private static List<String> lines(String... packages) {
        return Arrays.stream(packages)
                .flatMap(ApiText::classes)
                .filter(ApiText::isPublic)
                .flatMap(type -> Stream.concat(Stream.of(header(type)), members(type)))
                .distinct()
                .toList();
    }

    private static Stream<Class<?>> classes(String packageName) {
        try (Stream<Path> files = Files.list(CLASSES.resolve(packageName.replace('.', '/')))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".class") && !name.equals("package-info.class"))
                    .map(name -> packageName + "." + name.substring(0, name.length() - ".class".length()))
                    .<Class<?>>map(ApiText::load)
                    .toList()
                    .stream();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, ApiText.class.getClassLoader());
        } catch (ClassNotFoundException missing) {
            throw new IllegalStateException(missing);
        }
    }

    /// Whether users can name the type: it and all types around it are public or protected.
    private static boolean isPublic(Class<?> type) {
        Class<?> around = type.getDeclaringClass();
        return !type.isAnonymousClass()
                && !type.isLocalClass()
                && isPublic(type.getModifiers())
                && (around == null || isPublic(around));
    }

    private static boolean isPublic(int modifiers) {
        return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
    }

    private static String header(Class<?> type) {
        StringJoiner line = new StringJoiner(" ").add(type.getCanonicalName()).add("is");
        if (Modifier.isProtected(type.getModifiers())) {
            line.add("protected");
        }
        if (type.isEnum()) {
            line.add("enum");
        } else if (type.isRecord()) {
            line.add("record");
        } else {
            boolean kind = type.isInterface();
            if (!kind && Modifier.isAbstract(type.getModifiers())) {
                line.add("abstract");
            }
            if (Modifier.isFinal(type.getModifiers())) {
                line.add("final");
            }
            if (type.isSealed()) {
                line.add("sealed");
            }
            line.add(kind ? "interface" : "class");
        }
        line.add(typeParameters(type.getTypeParameters()).strip());
        Type parent = type.getGenericSuperclass();
        if (parent != null && parent != Object.class && !type.isEnum() && !type.isRecord()) {
            line.add("extends").add(parent.getTypeName());
        }
        if (type.getGenericInterfaces().length > 0) {
            line.add(type.isInterface() ? "extends" : "implements").add(names(type.getGenericInterfaces()));
        }
        return line.toString().replaceAll(" {2,}", " ").strip();
    }

    /// Also the members that a public type inherits from a type that is not public.
    private static Stream<String> members(Class<?> type) {
        List<Class<?>> declaring = new ArrayList<>(List.of(type));
        for (Class<?> parent = type.getSuperclass(); parent != null && !isPublic(parent);
                parent = parent.getSuperclass()) {
            declaring.add(parent);
        }
        String owner = type.getCanonicalName();
        Stream<String> constructors = Arrays.stream(type.getDeclaredConstructors())
                .filter(made -> isPublic(made.getModifiers()) && !made.isSynthetic())
                .map(made -> owner + "." + parameters(made, "new"));
        return Stream.concat(
                constructors,
                declaring.stream().flatMap(from -> Stream.concat(fields(owner, from), methods(owner, from))));
    }

    private static Stream<String> fields(String owner, Class<?> from) {
        return Arrays.stream(from.getDeclaredFields())
                .filter(field -> isPublic(field.getModifiers()) && !field.isSynthetic())
                .map(field -> owner + "." + field.getName() + " : " + type(field));
    }

    private static String type(Field field) {
        return field.isEnumConstant()
                ? "constant"
                : modifiers(field.getModifiers()) + field.getGenericType().getTypeName();
    }

    private static Stream<String> methods(String owner, Class<?> from) {
        return Arrays.stream(from.getDeclaredMethods())
                .filter(method -> isPublic(method.getModifiers()) && !method.isSynthetic() && !method.isBridge())
                .filter(method -> !OF_EVERY_OBJECT.contains(method.getName()) && !isOfEveryEnum(method))
                .map(method -> owner + "." + parameters(method, method.getName()) + " : "
                        + modifiers(method.getModifiers()) + (method.isDefault() ? "default " : "")
                        + typeParameters(method.getTypeParameters()) + method.getGenericReturnType().getTypeName());
    }

    private static boolean isOfEveryEnum(Method method) {
        return method.getDeclaringClass().isEnum()
                && Modifier.isStatic(method.getModifiers())
                && (method.getName().equals("values") || method.getName().equals("valueOf"));
    }

    /// Those that a caller or a subclass can tell.
    private static String modifiers(int modifiers) {
        String text = "";
        if (Modifier.isProtected(modifiers)) {
            text += "protected ";
        }
        if (Modifier.isStatic(modifiers)) {
            text += "static ";
        }
        return text;
    }

    private static String parameters(Executable executable, String name) {
        String text = name + "(" + names(executable.getGenericParameterTypes()) + ")";
        if (executable.isVarArgs()) {
            text = text.substring(0, text.length() - "[])".length()) + "...)";
        }
        Type[] thrown = executable.getGenericExceptionTypes();
        return thrown.length == 0 ? text : text + " throws " + names(thrown);
    }

    private static String names(Type[] types) {
        return Arrays.stream(types).map(Type::getTypeName).collect(Collectors.joining(", "));
    }

    private static String typeParameters(TypeVariable<?>[] variables) {
        if (variables.length == 0) {
            return "";
        }
        return Arrays.stream(variables)
                .map(variable -> variable.getBounds()[0] == Object.class
                        ? variable.getName()
                        : variable.getName() + " extends " + names(variable.getBounds()))
                .collect(Collectors.joining(", ", "<", "> "));
    }

    /// The owner keeps its full name, every other type loses its package.
    private static String shortened(String line) {
        int end = line.indexOf(' ');
        int open = line.indexOf('(');
        int owner = open < 0 ? end : Math.min(end < 0 ? open : end, open);
        return line.substring(0, owner)
                + PACKAGE.matcher(line.substring(owner)).replaceAll("").replace('$', '.');
    }
}

package io.millrace.testing;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ServiceLoader;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/// Loads what goes into the [StartArchive]: what the [Rehearsal]s need, and all classes of the jars that this build
/// made.
final class StartRehearsal {
    private static final String CLASS = ".class";

    private StartRehearsal() {}

    public static void main(String[] arguments) throws Exception {
        for (Rehearsal rehearsal : ServiceLoader.load(Rehearsal.class)) {
            rehearsal.run();
        }
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            if (Path.of(entry).getParent().endsWith("target")) {
                loadAll(entry);
            }
        }
    }

    private static void loadAll(String jar) throws IOException {
        try (JarFile file = new JarFile(jar);
                Stream<String> names = file.stream().map(entry -> entry.getName())) {
            names.filter(name -> name.endsWith(CLASS) && !name.contains("META-INF") && !name.contains("-info."))
                    .map(name -> name.substring(0, name.length() - CLASS.length()).replace('/', '.'))
                    .forEach(StartRehearsal::load);
        }
    }

    private static void load(String name) {
        try {
            Class.forName(name, false, StartRehearsal.class.getClassLoader());
        } catch (ClassNotFoundException | LinkageError needsWhatIsNotHere) {
            System.out.println("left out: " + needsWhatIsNotHere);
        }
    }
}

package io.millrace.shm.internal.os;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Enumeration;

/// Loads the classes on the way to the first result in a thread of its own, ahead of the thread that
/// needs them: to load the 600 classes of a short program one by one takes longer than its work.
///
/// Each module names its classes in a list, in the order in which a program meets them. Names that
/// are not there, as on another JDK, are passed over. The classes are loaded, not initialized: no code
/// of theirs runs before it would have.
public final class StartClasses {
    /// `false`: every class is loaded when it is needed.
    public static final String PROPERTY = "millrace.preload";

    private static final String LIST = "META-INF/millrace/start-classes";

    private StartClasses() {}

    /// Begins, once in a JVM, unless the JVM has one processor only.
    public static void begin() {
        if (Runtime.getRuntime().availableProcessors() > 1 && !"false".equals(System.getProperty(PROPERTY))) {
            Thread loader = new Loader();
            loader.setDaemon(true);
            loader.start();
        }
    }

    private static final class Loader extends Thread {
        Loader() {
            super("millrace-classes");
        }

        @Override
        public void run() {
            ClassLoader classes = StartClasses.class.getClassLoader();
            try {
                Enumeration<URL> lists = classes.getResources(LIST);
                while (lists.hasMoreElements()) {
                    load(lists.nextElement(), classes);
                }
            } catch (IOException | OutOfMemoryError unread) {
                // then the program loads them itself
            }
        }

        private static void load(URL list, ClassLoader classes) throws IOException {
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(list.openStream(), StandardCharsets.US_ASCII))) {
                for (String name = lines.readLine(); name != null; name = lines.readLine()) {
                    load(name, classes);
                }
            }
        }

        private static void load(String name, ClassLoader classes) {
            try {
                Class.forName(name, false, classes);
            } catch (ClassNotFoundException | LinkageError absent) {
                // another JDK, or a class path without that module
            }
        }
    }
}

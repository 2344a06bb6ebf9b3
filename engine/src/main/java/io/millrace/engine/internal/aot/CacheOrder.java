package io.millrace.engine.internal.aot;

import io.millrace.engine.internal.worker.ArgumentFile;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Caches that this program misses. Their makers are started when a child or the program ends:
/// before that, the program's first jobs have the processors.
///
/// The maker is a process of its own that this process does not wait for. It writes nothing to the
/// program's streams, runs at the lowest priority, and ends after two minutes at most.
final class CacheOrder {
    /// Names of the classes of a package that stands above this one.
    static final String MAKER = "io.millrace.engine.internal.training.MakerMain";

    /// What the launcher of a JVM reads beside its command line.
    private static final List<String> VARIABLES = List.of("JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS");

    private static final List<String> MAKER_FLAGS = List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:-UsePerfData",
            "-XX:-CreateCoredumpOnCrash",
            "-Xmx64m",
            "--enable-native-access=ALL-UNNAMED");

    /// Where the training puts its file.
    private static final List<String> FOLDERS = List.of("millrace.folder", "java.io.tmpdir");

    private static final List<String> NICE = List.of("/usr/bin/nice", "/bin/nice");
    private static final int LOWEST_PRIORITY = 19;

    private static final Map<String, CacheOrder> PENDING = new LinkedHashMap<>();
    private static final Set<String> KNOWN = new HashSet<>();
    private static boolean hooked;

    private final CacheFolder folder;
    private final CacheKey key;

    private CacheOrder(CacheFolder folder, CacheKey key) {
        this.folder = folder;
        this.key = key;
    }

    /// Says that this program misses a cache; each one is made once at most.
    static synchronized void add(CacheFolder folder, CacheKey key) {
        if (!KNOWN.add(key.text())) {
            return;
        }
        PENDING.put(key.text(), new CacheOrder(folder, key));
        if (!hooked) {
            hooked = true;
            try {
                Runtime.getRuntime().addShutdownHook(new Thread(CacheOrder::placeAll, "millrace-cache"));
            } catch (IllegalStateException ending) {
                PENDING.clear();
            }
        }
    }

    /// Starts the makers. Waits while another thread does so: the program must not end halfway.
    static synchronized void placeAll() {
        PENDING.values().forEach(CacheOrder::place);
        PENDING.clear();
    }

    private void place() {
        Path own = null;
        try {
            folder.make();
            if (folder.refusal() == null && !folder.isBeingMade(key.name()) && folder.failure(key.name()).isEmpty()) {
                own = folder.newFolder(key.name());
                start(own);
            }
        } catch (IOException | RuntimeException noCache) { // a full disk, no processes left: children start without
            if (own != null) {
                StoredCache.delete(own);
            }
        }
    }

    private void start(Path own) throws IOException {
        CacheFolder.write(own.resolve(CacheFolder.KEY), key.text().getBytes(StandardCharsets.UTF_8));
        CacheFolder.write(own.resolve(NewCache.ARGUMENTS), ArgumentFile.of(trainingArguments()));
        Path arguments = own.resolve(NewCache.MAKER_ARGUMENTS);
        CacheFolder.write(arguments, ArgumentFile.of(makerArguments(own)));
        List<String> command = new ArrayList<>();
        for (String nice : NICE) {
            if (command.isEmpty() && Files.isExecutable(Path.of(nice))) {
                command.addAll(List.of(nice, "-n", Integer.toString(LOWEST_PRIORITY)));
            }
        }
        command.addAll(List.of(key.java().getPath(), "@" + arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.path().toFile())
                .redirectInput(new File("/dev/null"))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().keySet().removeAll(VARIABLES);
        builder.start();
    }

    private List<String> trainingArguments() {
        List<String> arguments = new ArrayList<>(key.flags());
        arguments.add("-XX:-CreateCoredumpOnCrash");
        arguments.add("-Xmx128m");
        for (String property : FOLDERS) {
            String value = System.getProperty(property);
            if (value != null) {
                arguments.add("-D" + property + "=" + value);
            }
        }
        arguments.addAll(List.of("-cp", key.classPathArgument()));
        return arguments;
    }

    private List<String> makerArguments(Path own) {
        List<String> arguments = new ArrayList<>(MAKER_FLAGS);
        arguments.addAll(List.of("-cp", key.classPathArgument(), MAKER, own.toString(), key.java().getPath()));
        return arguments;
    }
}

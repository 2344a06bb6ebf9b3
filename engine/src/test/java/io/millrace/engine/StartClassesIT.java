package io.millrace.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.testing.ChildJvm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The lists of the classes that are loaded ahead name what a short program loads, and nothing that is gone.
///
/// `-Dmillrace.startClasses.write=true` writes the lists anew:
///
/// ```text
/// mvn -pl shm,native,engine -am verify -Dit.test=StartClassesIT -Dmillrace.startClasses.write=true \
///     -Dtest=NoTest -Dsurefire.failIfNoSpecifiedTests=false -Dfailsafe.failIfNoSpecifiedTests=false
/// ```
@Timeout(60)
class StartClassesIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Path SHM = Path.of("../shm/src/main/resources/META-INF/millrace/start-classes");
    private static final Path ENGINE = Path.of("src/main/resources/META-INF/millrace/start-classes");

    /// The thread, the class, where it came from. Those of the JDK's own archive cost nothing.
    private static final Pattern LOADED = Pattern.compile("\\[(\\d+)] *([\\w.$]+) source: (file|jrt):.*");

    /// Which classes a thread loads depends on others that load some at the same time.
    private static final double COVERED = 0.95;

    /// Of some 500; how many depends on the processors that are free.
    private static final int LEAST = 50;

    @Test
    void theListsNameTheClassesOfAShortProgram(@TempDir Path folder) throws Exception {
        List<String> loaded = loaded(folder, "false");
        int pools = loaded.indexOf(StartClassesMain.Pools.class.getName());
        if (Boolean.getBoolean("millrace.startClasses.write")) {
            Files.write(SHM, named(loaded.subList(1, pools)));
            Files.write(ENGINE, named(loaded.subList(pools + 1, loaded.size())));
        }
        Set<String> listed = new LinkedHashSet<>(Files.readAllLines(SHM));
        listed.addAll(Files.readAllLines(ENGINE));
        List<String> needed = named(loaded);
        List<String> missing = needed.stream().filter(name -> !listed.contains(name)).toList();
        assertTrue(missing.size() <= (1 - COVERED) * needed.size(), () -> "not in the lists: " + missing);
        List<String> gone = listed.stream()
                .filter(name -> name.startsWith("io.millrace."))
                .filter(name -> StartClassesIT.class.getResource("/" + name.replace('.', '/') + ".class") == null)
                .toList();
        assertEquals(List.of(), gone);
    }

    @Test
    void aThreadLoadsThemAheadOfTheProgram(@TempDir Path folder) throws Exception {
        List<String> alone = loaded(folder, "false");
        List<String> ahead = loaded(folder, "true");
        long spared = alone.stream().filter(name -> !ahead.contains(name)).count();
        assertTrue(spared > LEAST, () -> "spared %s of %s".formatted(spared, alone.size()));
    }

    private static List<String> named(List<String> loaded) {
        return loaded.stream()
                .filter(name -> !name.startsWith(StartClassesMain.class.getName()))
                .filter(name -> !name.contains("$$Lambda"))
                .distinct()
                .toList();
    }

    /// What the main thread loads from the main class on.
    private static List<String> loaded(Path folder, String preload) throws Exception {
        Path log = folder.resolve(preload);
        try (ChildJvm child = ChildJvm.of(StartClassesMain.class)
                .classPath(NoArchive.classPath(folder))
                .property("millrace.preload", preload)
                .property("millrace.firstLaunchMillis", 3_600_000)
                .flag("-Xlog:class+load:file=" + log + ":tid")
                .start()) {
            assertEquals("750000.0", child.receive(LIMIT));
            assertEquals("750.0", child.receive(LIMIT));
            assertEquals(0, child.await(LIMIT), child::story);
        }
        List<String> names = new ArrayList<>();
        String main = null;
        for (String line : Files.readAllLines(log)) {
            Matcher found = LOADED.matcher(line);
            if (found.matches()) {
                main = main == null && found.group(2).equals(StartClassesMain.class.getName()) ? found.group(1) : main;
                if (found.group(1).equals(main)) {
                    names.add(found.group(2));
                }
            }
        }
        return names;
    }
}

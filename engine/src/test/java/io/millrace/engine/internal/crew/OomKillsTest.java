package io.millrace.engine.internal.crew;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OomKillsTest {
    @TempDir
    Path folder;

    private void write(String file, String text) throws IOException {
        Path path = folder.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private OptionalLong count(String membership) throws IOException {
        write("membership", membership);
        return new OomKills(folder.resolve("membership"), folder.resolve("groups")).count();
    }

    @Test
    void theCountOfTheControlGroupIsReadInBothVersions() throws IOException {
        write("groups/a/b/memory.events", "low 0\nhigh 0\nmax 9\noom 4\noom_kill 3\noom_group_kill 0\n");
        assertEquals(OptionalLong.of(3), count("0::/a/b\n"));
        write("groups/memory/c/memory.oom_control", "oom_kill_disable 0\nunder_oom 0\noom_kill 5\n");
        assertEquals(OptionalLong.of(5), count("12:cpu,cpuacct:/x\n4:memory:/c\n1:name=systemd:/y\n0::/z\n"));
    }

    @Test
    void theControlGroupOfAContainerMayBeMountedAtTheRoot() throws IOException {
        write("groups/memory.events", "oom_kill 8\n");
        assertEquals(OptionalLong.of(8), count("0::/docker/0123\n"));
    }

    @Test
    void anUnreadableCountIsLeftOut() throws IOException {
        assertEquals(OptionalLong.empty(), count("0::/nowhere\n"));
        assertEquals(OptionalLong.empty(), count(""));
        write("groups/a/memory.events", "oom_kill many\n");
        assertEquals(OptionalLong.empty(), count("0::/a\nnonsense\n"));
        assertEquals(OptionalLong.empty(), new OomKills(folder.resolve("none"), folder).count());
    }
}

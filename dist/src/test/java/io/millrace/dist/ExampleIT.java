package io.millrace.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Does what the page of the example says, in a copy of it, with the artifacts that this build would install.
@Timeout(120)
class ExampleIT {
    private static final Path ROOT = Path.of("..");
    private static final Path EXAMPLE = ROOT.resolve("example");
    private static final String VERSION = System.getProperty("millrace.test.version");
    private static final Pattern SHELL = Pattern.compile("(?ms)^```sh\n(.*?)^```");
    private static final Pattern SEEN = Pattern.compile("(?ms)^```text\n(.*?)^```");

    private static final Pattern REQUIRED = Pattern.compile(
            "(?s)<dependency>\\s*<groupId>[^<]*</groupId>\\s*<artifactId>([^<]*)<"
                    + "(?:(?!</dependency>|<optional>).)*</dependency>");

    @TempDir
    Path folder;

    @Test
    void theProgramRunsOnTheClassPathAndOnTheModulePath() throws Exception {
        assumeTrue(Said.by(folder, "sh", "-c", "command -v mvn").code() == 0, "no mvn here");
        Path repository = installed();
        Path copy = copied();
        String page = Files.readString(EXAMPLE.resolve("README.md"));
        List<String> commands = SHELL.matcher(page).results().map(found -> found.group(1)).toList();
        shell(copy, commands.get(0).replace("mvn -q", "mvn -q -B -o -Dmaven.repo.local=" + repository))
                .requireSuccess();
        String seen = SEEN.matcher(page).results().findFirst().orElseThrow().group(1);
        Said programs = shell(copy, commands.get(1));
        programs.requireSuccess();
        assertEquals(seen + seen, programs.out());
        assertEquals("", programs.err());
    }

    private static Said shell(Path directory, String commands) throws Exception {
        String java = System.getProperty("java.home");
        return Said.by(directory, "env", "JAVA_HOME=" + java, "PATH=" + java + "/bin:" + System.getenv("PATH"),
                "sh", "-e", "-c", commands);
    }

    private Path copied() throws IOException {
        Path copy = folder.resolve("prices");
        Files.walkFileTree(EXAMPLE, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path from, BasicFileAttributes attributes) throws IOException {
                Files.createDirectories(copy.resolve(EXAMPLE.relativize(from)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path from, BasicFileAttributes attributes) throws IOException {
                Files.copy(from, copy.resolve(EXAMPLE.relativize(from)));
                return FileVisitResult.CONTINUE;
            }
        });
        return copy;
    }

    /// A local repository with what the one of this build has, and Millrace from the folders of its modules.
    private Path installed() throws Exception {
        Path repository = Files.createDirectories(folder.resolve("repository"));
        Path all = Path.of(System.getProperty("millrace.test.repository"));
        link(all, repository, "io");
        link(all.resolve("io"), Files.createDirectory(repository.resolve("io")), "millrace");
        Path own = repository.resolve("io/millrace");
        Files.copy(ROOT.resolve("bom/pom.xml"), artifact(own, "millrace-bom", ".pom"));
        for (String module : List.of("shm", "native", "engine")) {
            Path target = ROOT.resolve(module).resolve("target");
            String name = "millrace-" + module;
            Path jar = Files.copy(target.resolve(name + "-" + VERSION + ".jar"), artifact(own, name, ".jar"));
            Path pom = Files.copy(target.resolve(".flattened-pom.xml"), artifact(own, name, ".pom"));
            requireForConsumers(Files.readString(pom));
            Path metadata = target.resolve("publications/maven/module.json");
            requireForGradle(Files.readString(metadata), Files.readString(pom), jar);
        }
        return repository;
    }

    /// Gradle finds its own metadata by a mark in the POM, and refuses a jar with another sum than theirs.
    private static void requireForGradle(String metadata, String pom, Path jar) throws Exception {
        assertTrue(pom.contains("do_not_remove: published-with-gradle-metadata"), pom);
        byte[] sum = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(jar));
        assertTrue(metadata.contains("\"sha256\": \"" + HexFormat.of().formatHex(sum) + "\""), metadata);
        for (MatchResult dependency : REQUIRED.matcher(pom).results().toList()) {
            assertTrue(metadata.contains("\"module\": \"" + dependency.group(1) + "\""), dependency.group(1));
        }
    }

    private static void requireForConsumers(String pom) {
        for (String part : List.of("<name>", "<description>", "<license>")) {
            assertTrue(pom.contains(part), part);
        }
        for (String part : List.of("<parent>", "<profile>", "test-jar", "<scope>test", "<build>")) {
            assertFalse(pom.contains(part), part);
        }
    }

    private static Path artifact(Path own, String name, String ending) throws IOException {
        Path home = Files.createDirectories(own.resolve(name).resolve(VERSION));
        return home.resolve(name + "-" + VERSION + ending);
    }

    /// JUnit would warn of each link that leads out of its folder.
    @AfterEach
    void removeTheLinks() throws IOException {
        Path repository = folder.resolve("repository");
        for (Path parent : List.of(repository, repository.resolve("io"))) {
            try (Stream<Path> entries = Files.list(parent)) {
                for (Path link : entries.filter(Files::isSymbolicLink).toList()) {
                    Files.delete(link);
                }
            }
        }
    }

    private static void link(Path from, Path to, String except) throws IOException {
        try (Stream<Path> entries = Files.list(from)) {
            for (Path entry : entries.filter(path -> !path.endsWith(except)).toList()) {
                Files.createSymbolicLink(to.resolve(entry.getFileName()), entry);
            }
        }
    }
}

package io.millrace.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Does what a user does who has the archive and a JDK, but no Maven, no C compiler and no sources.
@Timeout(120)
class DistIT {
    /// What the launcher calls. The PATH has no more than these and the JDK.
    private static final List<String> TOOLS = List.of("sh", "dirname", "readlink", "grep", "uname");

    @TempDir
    static Path folder;

    private static Path home;
    private static Path path;
    private static Path unpacked;

    @BeforeAll
    static void unpackElsewhere() throws Exception {
        home = Files.createDirectory(folder.resolve("home"));
        path = Files.createDirectory(folder.resolve("path"));
        for (String tool : TOOLS) {
            Files.createSymbolicLink(path.resolve(tool), Path.of("/bin").toRealPath().resolve(tool));
        }
        Files.createSymbolicLink(path.resolve("java"), Path.of(System.getProperty("java.home"), "bin", "java"));
        unpacked = Archive.unpack(Files.createDirectory(folder.resolve("else where")));
    }

    /// JUnit would warn of each link that leads out of its folder.
    @AfterAll
    static void removeTheLinks() throws IOException {
        try (Stream<Path> links = Files.list(path)) {
            for (Path link : links.toList()) {
                Files.delete(link);
            }
        }
    }

    /// Runs the launcher as a user with an empty home folder does.
    private static Said millrace(Path launcher, String... arguments) throws Exception {
        List<String> command = Stream.concat(
                        Stream.of(
                                "/usr/bin/env", "-i", "PATH=" + path, "HOME=" + home, "MILLRACE_CACHE=off",
                                launcher.toString()),
                        Stream.of(arguments))
                .toList();
        return Said.by(folder, command.toArray(String[]::new));
    }

    private static Path launcher() {
        return unpacked.resolve("bin/millrace");
    }

    @Test
    void squaresAndInspectRunWithAJdkAlone() throws Exception {
        Path kept = folder.resolve("kept.mill");
        Said squares = millrace(launcher(), "squares", "--elements", "1000", "--random", "0", "2", "--workers", "1",
                "--keep", kept.toString());
        squares.requireSuccess();
        assertTrue(squares.out().contains("1,000"), squares.out());
        Said inspect = millrace(launcher(), "inspect", kept.toString());
        inspect.requireSuccess();
        assertTrue(inspect.out().contains("double"), inspect.out());
        try (Stream<Path> left = Files.list(home)) {
            assertEquals(List.of(), left.toList());
        }
    }

    @Test
    void aSymbolicLinkFindsTheJarAndTellsTheVersion() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("link"), launcher());
        Said said = millrace(link, "--version");
        said.requireSuccess();
        String version = unpacked.getFileName().toString().replace("millrace-", "millrace ");
        assertTrue(said.out().startsWith(version + ", Java "), said.out());
    }

    @Test
    void aLauncherWithoutItsJarSaysWhatToDo() throws Exception {
        Path bin = Files.createDirectories(folder.resolve("alone/bin"));
        Said said = millrace(Files.copy(launcher(), bin.resolve("millrace")), "--version");
        assertEquals(1, said.code());
        assertTrue(said.err().endsWith("unpack the distribution anew and leave its folders together\n"), said.err());
    }

    /// Of a release that no JDK has yet, so that those of this machine are refused too.
    @Test
    void aLauncherWithoutAFittingJdkNamesThoseThatItFound() throws Exception {
        Path later = Files.createDirectories(folder.resolve("later/bin")).resolve("millrace");
        Files.createDirectories(folder.resolve("later/lib"));
        Files.createFile(folder.resolve("later/lib/millrace.jar"));
        Files.copy(launcher(), later, StandardCopyOption.COPY_ATTRIBUTES);
        Files.writeString(later, Files.readString(later).replace("required=25", "required=999"));
        Path old = Files.createDirectories(folder.resolve("mine/.jdks/old"));
        Files.createDirectory(old.resolve("bin"));
        Files.createSymbolicLink(old.resolve("bin/java"), path.resolve("java"));
        Files.writeString(old.resolve("release"), "JAVA_VERSION=\"17.0.9\"\n");
        Said said = Said.by(folder, "/usr/bin/env", "-i", "PATH=" + path, "HOME=" + folder.resolve("mine"),
                "JAVA_HOME=" + folder.resolve("gone"), later.toString(), "squares");
        assertEquals(1, said.code());
        String here = Path.of(System.getProperty("java.home")).toRealPath().toString();
        for (String line : List.of(
                "millrace: JAVA_HOME names no JDK: " + folder.resolve("gone") + "\n",
                "millrace: too old: Java 17 in " + old.toRealPath() + "\n",
                "millrace: too old: Java " + Runtime.version().feature() + " in " + here + "\n",
                "millrace: no JDK 999 or newer found (")) {
            assertEquals(2, said.err().split(Pattern.quote(line), -1).length, said::err);
        }
        assertEquals("", said.out());
    }

    @Test
    void theModulesResolve() throws Exception {
        Said said = Said.by(unpacked, path.resolve("java").toString(), "--module-path", "lib/modules",
                "--add-modules", "io.millrace.engine", "--list-modules");
        said.requireSuccess();
        for (String module : List.of("io.millrace.engine", "io.millrace.shm", "io.millrace.ckernel", "org.agrona")) {
            assertTrue(said.out().contains(module + "@"), said.out());
        }
    }

    @Test
    void bothArchivesHoldTheSameFilesAndEachFolderOfThePage() throws Exception {
        Set<String> zipped = new TreeSet<>();
        try (ZipFile zip = new ZipFile(Archive.file(".zip").toFile())) {
            zip.stream().filter(entry -> !entry.isDirectory()).forEach(entry -> zipped.add(entry.getName()));
        }
        Set<String> found = new TreeSet<>();
        try (Stream<Path> files = Files.walk(unpacked)) {
            files.filter(Files::isRegularFile)
                    .forEach(file -> found.add(unpacked.getParent().relativize(file).toString()));
        }
        assertEquals(zipped, found);
        for (String file : List.of("LICENSE", "README.md", "docs/README.md", "shm/FORMAT.md",
                "api/engine.txt", "api/shm.txt",
                "licenses/NOTICE", "licenses/LICENSE", "licenses/TwelveMonkeys-LICENSE", "licenses/NOTICE-benchmarks",
                "licenses/JMH-LICENSE", "licenses/HdrHistogram-LICENSE")) {
            assertTrue(Files.isRegularFile(unpacked.resolve(file)), file);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"millrace.jar", "benchmarks.jar"})
    void thePageOfLicencesNamesEachLibraryInAJar(String file) throws Exception {
        String page = Files.readString(unpacked.resolve("licenses/THIRD-PARTY.md"));
        Set<String> roots = new TreeSet<>();
        try (ZipFile jar = new ZipFile(unpacked.resolve("lib").resolve(file).toFile())) {
            jar.stream()
                    .map(entry -> entry.getName().split("/"))
                    .filter(names -> names.length > 1 && !names[0].equals("META-INF"))
                    .filter(names -> names[names.length - 1].endsWith(".class"))
                    .forEach(names -> roots.add(names.length == 2 ? names[0] : names[0] + "." + names[1]));
        }
        assertTrue(roots.remove("io.millrace"), roots::toString);
        roots.removeIf(root -> page.contains("`" + root + "`") || page.contains("`" + root.split("\\.")[0] + "`"));
        assertEquals(Set.of(), roots);
    }

    @Test
    void benchmarksRunWithAJdkAlone() throws Exception {
        Said help = millrace(launcher(), "bench", "--help");
        help.requireSuccess();
        assertTrue(help.out().startsWith("Usage: millrace bench "), help.out());
        Said wrong = millrace(launcher(), "bench", "limts");
        assertEquals(2, wrong.code());
        assertTrue(wrong.err().contains("did you mean limits?"), wrong.err());
        Said functions = millrace(launcher(), "bench", "functions", "--quick", "--workers", "1");
        functions.requireSuccess();
        assertTrue(functions.out().contains("in place, after 20 other functions"), functions.out());
        assertEquals("", functions.err());
    }

    @Test
    void mandocHasNothingToSayOfTheManualPage() throws Exception {
        assumeTrue(Said.by(folder, "sh", "-c", "command -v mandoc").code() == 0, "no mandoc here");
        Path page = unpacked.resolve("share/man/man1/millrace.1");
        Said lint = Said.by(folder, "mandoc", "-T", "lint", "-W", "warning", page.toString());
        assertEquals("", lint.out() + lint.err());
        Said shown = Said.by(folder, "mandoc", "-T", "utf8", "-O", "width=200", page.toString());
        String text = shown.out().replaceAll(".\b", "");
        assertTrue(text.contains("millrace squares [OPTION...]"), text);
        assertTrue(text.contains("--random LO HI"), text);
        assertTrue(text.contains("millrace bench [OPTION...] [REPORT]"), text);
    }

    @Test
    void bashCompletesCommandsOptionsValuesAndFiles() throws Exception {
        Files.createFile(folder.resolve("numbers.npy"));
        Files.createDirectory(folder.resolve("pictures"));
        assertEquals("squares", completed("millrace", "sq"));
        assertEquals("squares images inspect", firstThree(completed("millrace", "")));
        assertEquals("--random --repeat", completed("millrace", "squares", "--r"));
        assertEquals("double", completed("millrace", "squares", "--type", "d"));
        assertEquals("float", completed("millrace", "squares", "--type", "=", "f"));
        assertEquals("native", completed("millrace", "squares", "--threads", "--kernel", "n"));
        assertEquals("numbers.npy", completed("millrace", "squares", "--input", "numb"));
        assertEquals("pictures", completed("millrace", "images", "pic"));
        assertEquals("", completed("millrace", "squares", "--seed", ""));
        assertEquals("limits", completed("millrace", "bench", "li"));
        assertEquals("numbers.npy", completed("millrace", "bench", "--html", "numb"));
    }

    private static String firstThree(String words) {
        return Stream.of(words.split(" ")).limit(3).collect(Collectors.joining(" "));
    }

    private static String completed(String... words) throws Exception {
        String script = """
                source "$1"; shift
                complete -p millrace > /dev/null || exit 1
                COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
                _millrace; echo "${COMPREPLY[*]}"
                """;
        List<String> command = Stream.concat(
                        Stream.of("bash", "-c", script, "bash",
                                unpacked.resolve("share/bash-completion/completions/millrace").toString()),
                        Stream.of(words))
                .toList();
        Said said = Said.by(folder, command.toArray(String[]::new));
        said.requireSuccess();
        assertEquals("", said.err());
        return said.out().strip();
    }

    @Test
    void zshTakesTheCompletion() throws Exception {
        assumeTrue(Said.by(folder, "sh", "-c", "command -v zsh").code() == 0, "no zsh here");
        String script = """
                fpath+=("$1"); autoload -Uz compinit; compinit -D -u
                [[ $_comps[millrace] == _millrace ]] && autoload +X _millrace && print found
                """;
        Said said = Said.by(
                folder, "zsh", "-f", "-c", script, "zsh", unpacked.resolve("share/zsh/site-functions").toString());
        assertEquals("found\n", said.out(), said.err());
    }
}

package io.millrace.engine.cli.images;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.millrace.engine.internal.training.Lesson;
import io.millrace.engine.internal.training.TrainingMain;
import io.millrace.testing.MemoryFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class PictureLessonIT {
    @TempDir
    Path folder;

    private MemoryFolder memory;

    @BeforeEach
    void makeFolder() throws IOException {
        memory = MemoryFolder.create();
    }

    @AfterEach
    void nothingIsLeftInMemory() {
        memory.closeEmpty();
    }

    /// Trains as the maker of a cache does; returns what the training has printed.
    private String train(String... flags) throws Exception {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(List.of(flags));
        command.addAll(List.of(
                "-Xmx128m",
                "--enable-native-access=ALL-UNNAMED",
                "-Dmillrace.folder=" + memory.path(),
                "-cp",
                System.getProperty("java.class.path"),
                TrainingMain.class.getName()));
        Process training = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(training.getInputStream().readAllBytes());
        return training.waitFor() + said;
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "false"})
    void aWorkerResizesPicturesAndNothingIsLeft(String turbo) throws Exception {
        Path loaded = folder.resolve("loaded.txt");
        assertEquals("0", train(
                "-Dmillrace.turbojpeg=" + turbo,
                "-D" + Lesson.PROPERTY + "=" + PictureLesson.class.getName(),
                "-Xlog:class+load:file=" + loaded));
        try (Stream<String> lines = Files.lines(loaded)) {
            assertEquals(1, lines.filter(line -> line.contains(" " + PictureScaler.class.getName() + " ")).count());
        }
        Files.delete(loaded);
        try (Stream<Path> left = Files.list(folder)) {
            assertEquals(List.of(), left.toList());
        }
    }

    @Test
    void aLessonThatCannotBeGivenFailsTheTraining() throws Exception {
        String said = train("-D" + Lesson.PROPERTY + "=org.example.Missing");
        assertEquals("1java.lang.ClassNotFoundException: org.example.Missing", said.lines().findFirst().orElse(""));
    }
}

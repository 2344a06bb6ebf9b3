package io.millrace.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The output and the exit code of a command.
record Said(int code, String out, String err) {

    /// Runs a command.
    static Said by(Path folder, String... command) throws IOException, InterruptedException {
        Path errors = Files.createTempFile("millrace-dist-", ".txt");
        try {
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectError(errors.toFile())
                    .start();
            process.getOutputStream().close();
            String out = new String(process.getInputStream().readAllBytes());
            return new Said(process.waitFor(), out, Files.readString(errors));
        } finally {
            Files.delete(errors);
        }
    }

    void requireSuccess() {
        assertEquals(0, code, () -> out + err);
    }
}

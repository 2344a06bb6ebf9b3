package io.millrace.bench.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Starts a JVM for one main program and reads the figures that it prints.
public final class ChildJvm {
    /// The name of the time that the whole command took.
    public static final String WHOLE = "whole";

    private ChildJvm() {}

    /// Nanoseconds by name; [#WHOLE] from the start of the command to its end.
    ///
    /// @throws IllegalStateException when the program fails
    public static Map<String, Double> run(Class<?> main, Object... arguments) {
        List<String> command = new ArrayList<>(JavaCommand.plain());
        command.add(main.getName());
        Stream.of(arguments).map(Object::toString).forEach(command::add);
        long begin = System.nanoTime();
        Process process = JavaCommand.start(command);
        try {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException("a child program failed: main=" + main.getName());
            }
            Map<String, Double> figures = figures(output);
            figures.put(WHOLE, (double) (System.nanoTime() - begin));
            return figures;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a child program ran", interrupted);
        }
    }

    /// The lines `name number` of an output.
    public static Map<String, Double> figures(String output) {
        Map<String, Double> figures = new LinkedHashMap<>();
        output.lines().map(line -> line.split(" ")).forEach(line -> figures.put(line[0], Double.valueOf(line[1])));
        return figures;
    }
}

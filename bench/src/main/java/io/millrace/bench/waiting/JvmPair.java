package io.millrace.bench.waiting;

import io.millrace.bench.peer.JavaCommand;
import io.millrace.shm.MemoryOptions;
import io.millrace.shm.SharedMemory;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Two JVMs that share a file, one for each side of a scenario.
final class JvmPair implements AutoCloseable {
    private static final MemoryOptions OPTIONS = MemoryOptions.defaults().byteSize(16 << 20).maxRegions(16);

    private final SharedMemory memory = SharedMemory.temporary(OPTIONS);
    private final List<Jvm> jvms = new ArrayList<>();

    /// The values that both sides measured in a round, and the bytes of heap that both allocated
    /// together.
    record Round(double first, double second, long allocatedBytes) {}

    /// Where the sides run. A JVM that may use one processor only does not spin: its waiting
    /// threads sleep at once.
    enum Placing {
        ANYWHERE,
        ONE_PROCESSOR_EACH;

        /// The words before the command of a JVM that runs on `processor`.
        private List<String> prefix(int processor) {
            return this == ANYWHERE ? List.of() : List.of("taskset", "-c", Integer.toString(processor));
        }
    }

    JvmPair(Scenario scenario, Placing placing) {
        scenario.prepare(memory);
        try {
            jvms.add(new Jvm(scenario, "first", placing.prefix(0)));
            jvms.add(new Jvm(scenario, "second", placing.prefix(1)));
            jvms.forEach(jvm -> jvm.receive("ready"));
        } catch (RuntimeException failure) {
            close();
            throw failure;
        }
    }

    /// Runs a round of both sides.
    Round round(long count) {
        jvms.forEach(jvm -> jvm.send(Long.toString(count)));
        String[] first = jvms.get(0).receive(null).split(" ");
        String[] second = jvms.get(1).receive(null).split(" ");
        return new Round(
                Double.parseDouble(first[0]),
                Double.parseDouble(second[0]),
                Long.parseLong(first[1]) + Long.parseLong(second[1]));
    }

    @Override
    public void close() {
        jvms.forEach(Jvm::close);
        memory.close();
    }

    private final class Jvm {
        private final Process process;
        private final Writer input;
        private final BufferedReader output;

        Jvm(Scenario scenario, String side, List<String> prefix) {
            List<String> command = new ArrayList<>(prefix);
            command.addAll(JavaCommand.of("-Xmx256m"));
            command.addAll(List.of(SideMain.class.getName(), memory.file().toString(), scenario.name(), side));
            process = JavaCommand.start(command);
            input = process.outputWriter(StandardCharsets.UTF_8);
            output = process.inputReader(StandardCharsets.UTF_8);
        }

        void send(String line) {
            try {
                input.write(line + "\n");
                input.flush();
            } catch (IOException gone) {
                throw new IllegalStateException("a side of the benchmark ended: see its message above", gone);
            }
        }

        String receive(@Nullable String expected) {
            try {
                String line = output.readLine();
                if (line == null || expected != null && !line.equals(expected)) {
                    throw new IllegalStateException(
                            "a side of the benchmark printed '" + line + "': see its message above");
                }
                return line;
            } catch (IOException gone) {
                throw new IllegalStateException("a side of the benchmark ended: see its message above", gone);
            }
        }

        void close() {
            process.destroyForcibly();
            process.onExit().join();
        }
    }
}

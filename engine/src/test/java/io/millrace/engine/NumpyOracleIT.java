package io.millrace.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.millrace.engine.Computation.Arrays;
import io.millrace.engine.Computation.Outcome;
import io.millrace.engine.ConformanceBed.Inputs;
import io.millrace.engine.internal.kernel.Numbers;
import io.millrace.engine.internal.kernel.Work;
import io.millrace.engine.kernel.Reduction;
import io.millrace.shm.ElementType;
import io.millrace.shm.MemoryOptions;
import io.millrace.shm.SharedMemory;
import io.millrace.testing.MemoryFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The bits of a pool are those of `oracle.py`, which shares no code with the engine. Where python3
/// has no numpy this is skipped, but not with `CI=true`.
///
/// The oracle itself is held against slow definitions by `src/test/python/oracle_selftest.py`; that
/// takes a minute, so run it by hand when you change the oracle.
@Timeout(300)
class NumpyOracleIT {
    private static final long SEED = Long.getLong("millrace.test.seed", System.nanoTime());
    private static final int[] LENGTHS = {0, 1, 31, 32, 33, 4095, 4096, 4097, 1_000_003};
    private static final int LONGEST = (1 << 24) + 1;
    private static final JsonMapper JSON = new JsonMapper();

    /// What `oracle.py` knows of functions: those of the C kernels' list without parameters.
    private static final Set<String> FUNCTIONS = functions();

    @BeforeAll
    static void numpyIsThere() throws Exception {
        boolean there;
        try {
            there = new ProcessBuilder("python3", "-c", "import numpy").start().waitFor() == 0;
        } catch (IOException noPython) {
            there = false;
        }
        if (!there && "true".equals(System.getenv("CI"))) {
            fail("python3 with numpy is missing; install them (Debian: python3-numpy)");
        }
        assumeTrue(there, "python3 with numpy is missing");
    }

    private static Set<String> functions() {
        Pattern line = Pattern.compile("^(?:UNARY\\((\\w+), \\w+, 0,|BINARY\\((\\w+),).*", Pattern.MULTILINE);
        String ops;
        try {
            ops = Files.readString(Path.of("..", "native", "src", "main", "c", "ops.def"));
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
        return line.matcher(ops).results()
                .map(op -> (op.group(1) == null ? op.group(2) : op.group(1)).toUpperCase(Locale.ROOT))
                .collect(Collectors.toSet());
    }

    /// A question to the oracle, or null where it has no answer.
    private static Map<String, Object> question(Computation computation, String id, String first, String second) {
        Map<String, Object> question = new LinkedHashMap<>();
        question.put("id", id);
        question.put("type", name(computation.in()));
        question.put("first", first);
        question.put("second", second);
        if (computation.op() != null) {
            if (!FUNCTIONS.contains(computation.op().toString())) {
                return null;
            }
            question.put("op", computation.op().toString());
        }
        switch (computation.work()) {
            case Work.Map _ -> question.put("kind", "map");
            case Work.MapIndexed _ -> question.put("kind", "map with index");
            case Work.Zip _ -> question.put("kind", "zip");
            case Work.Dot _ -> question.put("kind", "dot");
            case Work.Summary _ -> question.put("kind", "summary");
            case Work.Convert(var _, var to) -> {
                question.put("kind", "convert");
                question.put("to", name(to));
            }
            case Work.Reduce(var code, var in, var how) -> {
                if (how == Reduction.SUM_CHECKED && isFloating(in)) {
                    return null;
                }
                question.put("kind", code == null ? "reduce" : "mapReduce");
                question.put("how", how.toString());
            }
            case Work.Arg(var _, var how) -> {
                question.put("kind", "arg");
                question.put("how", how.toString());
            }
            case Work.Scan(var _, var to, var how) -> {
                question.put("kind", "scan");
                question.put("how", how.toString());
                question.put("to", name(to));
            }
            case Work.Fill _, Work.Generate _, Work.Count _, Work.Search _, Work.Zip3 _, Work.Evaluation _ -> {
                return null;
            }
        }
        return question;
    }

    private static boolean isFloating(ElementType type) {
        return type == ElementType.DOUBLE || type == ElementType.FLOAT;
    }

    private static String name(ElementType type) {
        return type.name().toLowerCase(Locale.ROOT);
    }

    @ParameterizedTest
    @EnumSource(ElementType.class)
    void everyCallTheOracleKnowsGivesItsBits(ElementType type) throws Exception {
        try (Session session = new Session(LENGTHS[LENGTHS.length - 1])) {
            for (int length : LENGTHS) {
                for (Numbers numbers : Numbers.values()) {
                    for (Computation computation : Computations.of(type)) {
                        if (isAsked(computation, numbers, length)) {
                            session.ask(computation, numbers, length);
                        }
                    }
                }
            }
            session.compare();
        }
    }

    private static boolean isAsked(Computation computation, Numbers numbers, int length) {
        return switch (numbers) {
            case WILD -> length <= 4097 || !computation.folds();
            case TAME -> length <= 4097 || computation.folds();
            case NEGATIVE_ZERO -> length <= 33 && computation.folds();
        };
    }

    @Test
    void sumsOfSeventeenMillionElementsHaveTheOraclesBits() throws Exception {
        try (Session session = new Session(LONGEST)) {
            for (ElementType type : List.of(ElementType.DOUBLE, ElementType.FLOAT)) {
                for (Computation computation : Computations.of(type)) {
                    boolean sum = computation.work() instanceof Work.Reduce(var code, var _, var how)
                            && how == Reduction.SUM
                            && (code == null || "SQUARE".equals(computation.op().toString()));
                    if (sum || computation.work() instanceof Work.Summary) {
                        session.ask(computation, Numbers.TAME, LONGEST);
                    }
                }
            }
            session.compare();
        }
    }

    /// Asks a pool at once, the oracle at the end, in one process.
    private static final class Session implements AutoCloseable {
        private final MemoryFolder folder = MemoryFolder.create();
        private final SharedMemory memory;
        private final Pool pool;
        private final ConformanceBed bed;
        private final List<Map<String, Object>> questions = new ArrayList<>();
        private final Map<String, Computation> computations = new LinkedHashMap<>();
        private final Map<String, Outcome> outcomes = new LinkedHashMap<>();
        private String prefix = "";
        private Inputs inputs;

        Session(int capacity) {
            memory = SharedMemory.temporary(
                    MemoryOptions.defaults().byteSize(capacity * 56L + (1 << 20)));
            pool = Pool.start(memory, PoolOptions.defaults().workerKind(WorkerKind.THREAD).workers(2));
            bed = new ConformanceBed(memory, capacity);
        }

        void ask(Computation computation, Numbers numbers, int length) throws IOException {
            String wanted = "%s-%s-%d-".formatted(computation.in(), numbers, length);
            String id = wanted + questions.size();
            Map<String, Object> question = question(computation, id, wanted + "first", wanted + "second");
            if (question == null) {
                return;
            }
            if (!wanted.equals(prefix)) {
                prefix = wanted;
                inputs = bed.inputs(computation.in(), numbers, length, SEED);
                Arrays arrays = bed.arrays(computation, inputs);
                write(arrays.first().segment(), prefix + "first");
                write(arrays.second().segment(), prefix + "second");
            }
            Outcome outcome = computation.on(pool, bed.arrays(computation, inputs));
            if (outcome instanceof Outcome.Elements(var segment)) {
                write(segment, id + ".java");
            }
            questions.add(question);
            computations.put(id, computation);
            outcomes.put(id, outcome);
        }

        private void write(MemorySegment segment, String name) throws IOException {
            ByteBuffer elements = segment.asByteBuffer();
            try (FileChannel file = FileChannel.open(
                    folder.file(name), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                while (elements.hasRemaining()) {
                    file.write(elements);
                }
            }
        }

        void compare() throws Exception {
            assertTrue(questions.size() > 1);
            Files.writeString(folder.file("cases.json"), JSON.writeValueAsString(questions));
            Path answers = folder.file("answers.json");
            Path oracle = Path.of("src", "test", "python", "oracle.py").toAbsolutePath();
            Process python = new ProcessBuilder(
                            "python3", oracle.toString(), folder.file("cases.json").toString(),
                            folder.path().toString())
                    .redirectOutput(answers.toFile())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            assertTrue(python.waitFor(200, TimeUnit.SECONDS), "the oracle takes too long");
            assertEquals(0, python.exitValue());
            JsonNode told = JSON.readTree(Files.readString(answers));
            assertEquals(questions.size(), told.size());
            for (Map.Entry<String, Outcome> outcome : outcomes.entrySet()) {
                String id = outcome.getKey();
                String story = "%s in %s, seed=%d".formatted(computations.get(id), id, SEED);
                assertEquals(text(told.get(id)), told(outcome.getValue()), story);
                if (outcome.getValue() instanceof Outcome.Elements) {
                    compareElements(computations.get(id).out(), id, story);
                }
            }
        }

        private void compareElements(ElementType type, String id, String story) throws IOException {
            MemorySegment actual = read(id + ".java");
            MemorySegment expected = read(id + ".out");
            assertEquals("", ConformanceBed.difference(actual, expected, type), story);
        }

        private MemorySegment read(String name) throws IOException {
            byte[] bytes = Files.readAllBytes(folder.file(name));
            return MemorySegment.ofArray(new long[bytes.length / 8 + 1])
                    .asSlice(0, bytes.length)
                    .copyFrom(MemorySegment.ofArray(bytes));
        }

        private static String text(JsonNode answer) {
            if (!answer.isObject()) {
                return answer.asString();
            }
            List<String> values = new ArrayList<>();
            for (String field : List.of("count", "sum", "mean", "variance", "sampleVariance", "min", "max")) {
                values.add(answer.get(field).asString());
            }
            return values.toString();
        }

        @Override
        public void close() {
            pool.close();
            memory.close();
            folder.close();
        }
    }

    private static String told(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Elements _ -> "file";
            case Outcome.Refusal _ -> "ArithmeticException";
            case Outcome.Value(DoubleSummary(var count, var sum, var mean, var m, var s, var min, var max)) ->
                List.of("" + count, bits(sum), bits(mean), bits(m), bits(s), bits(min), bits(max)).toString();
            case Outcome.Value(LongSummary(var count, var sum, var mean, var m, var s, var min, var max)) ->
                List.of("" + count, "" + sum, bits(mean), bits(m), bits(s), "" + min, "" + max).toString();
            case Outcome.Value(Double number) -> bits(number);
            case Outcome.Value(var number) -> number.toString();
        };
    }

    private static String bits(double value) {
        return Double.isNaN(value) ? "nan" : "%016x".formatted(Double.doubleToRawLongBits(value));
    }
}

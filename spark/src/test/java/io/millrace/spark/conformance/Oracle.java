package io.millrace.spark.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.engine.kernel.Reduction;
import io.millrace.shm.ElementType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// Asks the `oracle.py` of the engine, which shares no code with it, for the numbers of [Cases] with built-in
/// functions of the main length.
final class Oracle {
    private static final Path PROGRAM = Path.of("..", "engine", "src", "test", "python", "oracle.py");
    private static final int NPY_HEADER = 128;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<Map<String, String>> questions = new ArrayList<>();
    private final Path folder;

    private Oracle(Path folder) {
        this.folder = folder;
    }

    /// Its answers by the names of the cases.
    ///
    /// @param wholes the folder with the whole arrays
    /// @param folder for its questions
    static Map<String, String> answers(Path wholes, Path folder) throws IOException, InterruptedException {
        Oracle oracle = new Oracle(folder);
        for (ElementType type : ElementType.values()) {
            String prefix = type.name().toLowerCase(Locale.ROOT) + "-" + Cases.MAIN_LENGTH + "-";
            for (String array : List.of("first", "second")) {
                byte[] npy = Files.readAllBytes(wholes.resolve(prefix + array + ".npy"));
                Files.write(folder.resolve(prefix + array), Arrays.copyOfRange(npy, NPY_HEADER, npy.length));
            }
            oracle.ask(type, prefix);
        }
        return oracle.answers();
    }

    private void ask(ElementType type, String prefix) {
        boolean floating = type == ElementType.DOUBLE || type == ElementType.FLOAT;
        for (Reduction how : Reduction.BuiltIn.values()) {
            if (!floating || how != Reduction.SUM_CHECKED) {
                ask(type, prefix, "reduce-" + how, Map.of("kind", "reduce", "how", how.toString()));
            }
        }
        ask(type, prefix, "mapReduce-SQUARE-SUM", Map.of("kind", "mapReduce", "op", "SQUARE", "how", "SUM"));
        ask(type, prefix, "dot", Map.of("kind", "dot", "second", prefix + "second"));
        ask(type, prefix, "summary", Map.of("kind", "summary"));
    }

    private void ask(ElementType type, String prefix, String what, Map<String, String> how) {
        Map<String, String> question = new LinkedHashMap<>(how);
        question.put("id", prefix + what);
        question.put("type", type.name().toLowerCase(Locale.ROOT));
        question.put("first", prefix + "first");
        questions.add(question);
    }

    private Map<String, String> answers() throws IOException, InterruptedException {
        Path cases = Files.writeString(folder.resolve("cases.json"), JSON.writeValueAsString(questions));
        Map<String, String> answers = new TreeMap<>();
        JSON.readTree(Numpy.run(PROGRAM, cases, folder))
                .properties()
                .forEach(answer -> answers.put(answer.getKey(), text(answer.getValue())));
        return answers;
    }

    private static String text(JsonNode answer) {
        if (!answer.isObject()) {
            return answer.asText();
        }
        return List.of("count", "sum", "mean", "variance", "sampleVariance", "min", "max").stream()
                .map(field -> answer.get(field).asText())
                .toList()
                .toString();
    }
}

package io.millrace.engine.cli.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTest {
    @Test
    void writesMapsInTheirOrderAndListsOfAnything() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("z", 1);
        map.put("a", Arrays.asList(2L, 0.5, true, null, "text"));
        assertEquals("{\"z\":1,\"a\":[2,0.5,true,null,\"text\"]}", Json.write(map));
    }

    @Test
    void writesAsciiOnlyAndPathsAsText() {
        assertEquals("[\"/tmp/a b\",\"\\u00FC\\\"\\\\\\n\"]", Json.write(List.of(Path.of("/tmp/a b"), "ü\"\\\n")));
    }

    @Test
    void numbersThatAreNotFiniteAreStrings() {
        assertEquals("[\"NaN\",\"-Infinity\"]", Json.write(List.of(Double.NaN, Double.NEGATIVE_INFINITY)));
    }
}

package io.millrace.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class CirclesTest {
    @Test
    void namesAreThoseOfImportsAndOfThePackage() {
        String source = """
                package a;

                import static b.Constants.LIMIT;
                import c.Other;

                /// Not [Commented].
                sealed interface Mine permits Yours {
                    String TEXT = "not Quoted \\" either"; // nor Trailing
                    char QUOTE = '"';
                    long MOST = Yours.MOST + LIMIT + Other.Nested.SIZE;

                    record Inner(Inner next) {}
                }
                """;
        Set<String> ofThePackage = Set.of("a.Yours", "a.String", "a.TEXT", "a.QUOTE", "a.MOST");
        Set<String> ofImports = Set.of("b.Constants", "b.Constants.LIMIT", "c", "c.Other");
        Set<String> expected = new TreeSet<>(ofThePackage);
        expected.addAll(ofImports);
        assertEquals(expected, Circles.names("a.Mine", source));
    }
}

package io.millrace.spark.internal.node;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JavaVersionsTest {

    private static Runtime.Version java(String version) {
        return Runtime.Version.parse(version);
    }

    @ParameterizedTest
    @ValueSource(strings = {"26", "26.0.1", "27-ea"})
    void spark42RefusesJava26AndSaysWhichServes(String version) {
        IllegalStateException refused =
                assertThrows(IllegalStateException.class, () -> JavaVersions.require("4.2.0", java(version)));
        assertTrue(refused.getMessage().contains("use Java 25"), refused::getMessage);
        assertTrue(refused.getMessage().contains(version), refused::getMessage);
    }

    @Test
    void otherPairsServe() {
        assertDoesNotThrow(() -> JavaVersions.require("4.2.0", java("25.0.3")));
        assertDoesNotThrow(() -> JavaVersions.require("4.3.0", java("26")));
    }

    @Test
    void aJavaWithAKnownFaultIsWarnedOf() {
        assertTrue(JavaVersions.warn(java("25")).orElseThrow().contains("25.0.3"));
        assertTrue(JavaVersions.warn(java("25.0.2+10")).isPresent());
        assertEquals(Optional.empty(), JavaVersions.warn(java("25.0.3")));
        assertEquals(Optional.empty(), JavaVersions.warn(java("26")));
    }
}

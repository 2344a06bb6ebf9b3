package io.millrace.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.millrace.testing.ApiText;
import io.millrace.testing.ThrowsDocs;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ApiTest {
    private static final String[] PACKAGES = {
        "io.millrace.engine",
        "io.millrace.engine.expression",
        "io.millrace.engine.kernel",
        "io.millrace.engine.snapshot",
        "io.millrace.engine.stream"
    };

    @Test
    void apiTxtListsThePublicMembersOfTheApiPackages() throws IOException {
        ApiText.assertUnchanged(PACKAGES);
    }

    @Test
    void noMemberNamesATypeOfAnInternalPackage() {
        assertEquals(List.of(), ApiText.showingInternals(PACKAGES));
    }

    @Test
    void everyPublicMethodNamesTheExceptionsThatItThrows() throws IOException {
        assertEquals(List.of(), ThrowsDocs.missing(PACKAGES));
    }
}

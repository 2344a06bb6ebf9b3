package io.millrace.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.millrace.testing.ApiText;
import io.millrace.testing.ThrowsDocs;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ApiTest {
    private static final String PACKAGE = "io.millrace.junit";

    @Test
    void apiTxtListsThePublicMembersOfTheApiPackages() throws IOException {
        ApiText.assertUnchanged(PACKAGE);
    }

    @Test
    void noMemberNamesATypeOfAnInternalPackage() {
        assertEquals(List.of(), ApiText.showingInternals(PACKAGE));
    }

    @Test
    void everyPublicMethodNamesTheExceptionsThatItThrows() throws IOException {
        assertEquals(List.of(), ThrowsDocs.missing(PACKAGE));
    }
}

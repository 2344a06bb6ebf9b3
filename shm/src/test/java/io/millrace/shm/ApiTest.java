package io.millrace.shm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.millrace.testing.ApiText;
import io.millrace.testing.ThrowsDocs;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ApiTest {
    private static final String SHM = "io.millrace.shm";
    private static final String[] PACKAGES = {
        SHM, SHM + ".data", SHM + ".sync", SHM + ".message", SHM + ".map", SHM + ".interop", SHM + ".view"
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

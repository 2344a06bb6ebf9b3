package io.millrace.engine.internal.jvm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CodePathTest {
    private static final Class<?> MAIN = CodePathTest.class;
    private static final URL ORIGIN = MAIN.getProtectionDomain().getCodeSource().getLocation();

    private final String classPath = System.getProperty("java.class.path");

    @AfterEach
    void restoreClassPath() {
        System.setProperty("java.class.path", classPath);
    }

    @Test
    void entriesAreAbsoluteForAChildInAnotherFolder() {
        String here = new File("").getAbsolutePath();
        System.setProperty("java.class.path", "lib/a.jar" + File.pathSeparator + "/b c.jar" + File.pathSeparator);
        assertEquals(
                new CodePath.Program(
                        List.of("-cp", String.join(File.pathSeparator, here + "/lib/a.jar", "/b c.jar", here)),
                        List.of(MAIN.getName())),
                new CodePath(MAIN).arguments(List.of()));
    }

    @Test
    void aGivenClassPathReplacesAllOtherPaths() {
        System.setProperty("java.class.path", "");
        assertEquals(
                new CodePath.Program(List.of("-cp", "/x:/y"), List.of(MAIN.getName())),
                new CodePath(MAIN).arguments(List.of(Path.of("/x"), Path.of("/y"))));
    }

    @Test
    void anUnknownClassPathIsAnErrorWithARemedy() {
        System.setProperty("java.class.path", "");
        IllegalStateException refusal =
                assertThrows(IllegalStateException.class, () -> new CodePath(MAIN).arguments(List.of()));
        assertTrue(refusal.getMessage().contains("give the class path"), refusal::getMessage);
    }

    /// Loads classes as servers and nested jars do.
    @Test
    void classesOfAnotherLoaderAreFoundOnlyIfTheirJarIsOnTheClassPath() throws Exception {
        try (URLClassLoader loader = new URLClassLoader(new URL[] {ORIGIN}, ClassLoader.getPlatformClassLoader())) {
            CodePath path = new CodePath(alone(loader));
            System.setProperty("java.class.path", "/server.jar");
            IllegalStateException refusal =
                    assertThrows(IllegalStateException.class, () -> path.arguments(List.of()));
            assertTrue(refusal.getMessage().contains("/server.jar"), refusal::getMessage);
            assertTrue(refusal.getMessage().contains("URLClassLoader"), refusal::getMessage);
            System.setProperty("java.class.path", "/server.jar" + File.pathSeparator + Path.of(ORIGIN.toURI()));
            assertEquals(Alone.class.getName(), path.arguments(List.of()).main().getLast());
        }
    }

    /// A class without dependencies.
    static final class Alone {
        private Alone() {}
    }

    private static Class<?> alone(ClassLoader loader) throws ClassNotFoundException {
        return Class.forName(Alone.class.getName(), false, loader);
    }

    @Test
    void moduleFlagsOfAManifestBecomeThoseOfTheCommandLine() {
        Attributes manifest = new Attributes();
        manifest.putValue("Add-Opens", "java.base/java.io  java.base/java.net");
        manifest.putValue("Add-Exports", "java.base/sun.nio.ch");
        assertEquals(
                List.of(
                        "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED",
                        "--add-opens=java.base/java.io=ALL-UNNAMED",
                        "--add-opens=java.base/java.net=ALL-UNNAMED"),
                CodePath.flagsOf(manifest));
        assertEquals(List.of(), CodePath.flagsOf(new Attributes()));
    }
}

package io.millrace.engine.internal.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.ckernel.CLibrary;
import io.millrace.engine.KernelKind;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KernelChoiceTest {

    @Test
    void eachKindIsResolvedByName() {
        assertEquals("scalar", KernelChoice.resolve(KernelKind.SCALAR).name());
        assertEquals("vector", KernelChoice.resolve(KernelKind.VECTOR).name());
        String best = CLibrary.unavailableReason() == null ? "native" : "vector";
        assertEquals(best, KernelChoice.resolve(KernelKind.AUTO).name());
    }

    @Test
    void onlyVectorNeedsTheModule() {
        assertTrue(KernelChoice.needsIncubatorModule(KernelKind.VECTOR));
        assertFalse(KernelChoice.needsIncubatorModule(KernelKind.AUTO));
        assertFalse(KernelChoice.needsIncubatorModule(KernelKind.NATIVE));
        assertFalse(KernelChoice.needsIncubatorModule(KernelKind.SCALAR));
    }

    @Test
    void theVectorClassIsLoadedOnlyWhenItIsChosen() throws ReflectiveOperationException {
        assertFalse(loadedFor("SCALAR").contains(VectorKernels.class.getName()));
        assertTrue(loadedFor("VECTOR").contains(VectorKernels.class.getName()));
    }

    /// The classes of the package that a fresh copy of it loads to resolve a kind.
    private static Set<String> loadedFor(String kind) throws ReflectiveOperationException {
        FreshCopy copy = new FreshCopy();
        Class<?> choice = copy.loadClass(KernelChoice.class.getName());
        choice.getMethod("resolve", KernelKind.class).invoke(null, KernelKind.valueOf(kind));
        return copy.defined;
    }

    /// Defines the package `kernel` anew and remembers what it was asked for.
    private static final class FreshCopy extends ClassLoader {

        private final Set<String> defined = new HashSet<>();

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith(KernelChoice.class.getPackageName() + ".")) {
                return super.loadClass(name, resolve);
            }
            Class<?> known = findLoadedClass(name);
            return known != null ? known : define(name);
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
                byte[] bytes = in.readAllBytes();
                defined.add(name);
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }
}

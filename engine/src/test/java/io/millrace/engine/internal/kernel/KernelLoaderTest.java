package io.millrace.engine.internal.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.millrace.engine.KernelKind;
import io.millrace.testing.Await;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class KernelLoaderTest {

    @Test
    void theFirstKernelsOfAutoAreThoseInJavaUntilAThreadHasLoadedTheOthers() {
        KernelLoader loader = new KernelLoader(KernelKind.AUTO);
        assertEquals("scalar", loader.ready().name());
        String chosen = KernelChoice.resolve(KernelKind.AUTO).name();
        Await.until("loaded", Duration.ofSeconds(10), () -> loader.ready() == loader.loaded());
        assertEquals(chosen, loader.ready().name());
        assertSame(loader.ready(), loader.ready());
    }

    @ParameterizedTest
    @EnumSource(value = KernelKind.class, names = {"NATIVE", "SCALAR"})
    void aKindThatTheUserChoseHasNoStandIn(KernelKind kind) {
        KernelLoader loader = new KernelLoader(kind);
        assertEquals(KernelChoice.resolve(kind).name(), loader.ready().name());
        assertSame(loader.ready(), loader.loaded());
    }
}

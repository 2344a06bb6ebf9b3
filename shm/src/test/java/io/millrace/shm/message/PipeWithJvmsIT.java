package io.millrace.shm.message;

import io.millrace.testing.ChildJvm;
import io.millrace.testing.Hand;
import io.millrace.testing.JvmHand;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/// The other side is another JVM.
class PipeWithJvmsIT extends PipeContract {
    private static ChildJvm child;

    @BeforeAll
    static void start() {
        child = ChildJvm.of(PipeScriptMain.class).start();
        child.expect("ready", Hand.LONG);
    }

    @AfterAll
    static void end() {
        child.close();
    }

    @Override
    Hand other() {
        return new JvmHand(child);
    }
}

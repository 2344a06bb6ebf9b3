package io.millrace.shm.message;

import io.millrace.testing.ChildJvm;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/// The others are other JVMs.
class QueueWithJvmsIT extends QueueContract {
    private static final List<ChildJvm> CHILDREN = new ArrayList<>();

    @BeforeAll
    static void start() {
        for (int count = 0; count < 3; count++) {
            CHILDREN.add(ChildJvm.of(QueueScriptMain.class).start());
        }
        CHILDREN.forEach(child -> child.expect("ready", LONG));
    }

    @AfterAll
    static void end() {
        CHILDREN.forEach(ChildJvm::close);
    }

    @Override
    List<? extends Hand> hands(int count) {
        return CHILDREN.subList(0, count).stream().map(JvmHand::new).toList();
    }

    private record JvmHand(ChildJvm child) implements Hand {
        @Override
        public void tell(String line) {
            child.send(line);
        }

        @Override
        public String answer() {
            return child.receive(LONG);
        }
    }
}

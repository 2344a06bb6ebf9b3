package io.millrace.testing;

import java.time.Duration;

/// Who does what it is told, one line after the other, beside the test: a thread of this JVM or another JVM.
public interface Hand {
    /// How long an answer may take.
    Duration LONG = Duration.ofSeconds(60);

    /// Starts one line.
    void tell(String line);

    /// The answer to the oldest line without one; `AssertionError` when none comes.
    String answer();

    /// Starts one line and waits for its answer.
    default String ask(String line) {
        tell(line);
        return answer();
    }
}

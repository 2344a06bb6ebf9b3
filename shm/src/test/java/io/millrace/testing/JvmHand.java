package io.millrace.testing;

/// Another JVM, whose program answers the lines of its standard input.
public record JvmHand(ChildJvm child) implements Hand {
    @Override
    public void tell(String line) {
        child.send(line);
    }

    @Override
    public String answer() {
        return child.receive(LONG);
    }
}

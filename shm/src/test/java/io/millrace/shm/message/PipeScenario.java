package io.millrace.shm.message;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// Which crash points of pipes and broadcasts lie on the way of which work; `@N`: the N-th time.
enum PipeScenario {
    /// Sends five small messages, then one in pieces.
    SEND("pipe.endTaken", "pipe.claimed@3", "pipe.written@3", "pipe.published@3", "pipe.rung@3", "pipe.pieceSent"),
    /// Sends until the ring is full.
    FILL("pipe.senderWaits"),
    /// Receives whatever comes.
    RECEIVE("pipe.receiverWaits", "pipe.handed@3", "pipe.consumed@3", "pipe.pieceReceived"),
    /// Sends two messages, then closes.
    CLOSE("pipe.beforeClose", "pipe.afterClose"),
    /// Clears a pipe whose ends are gone.
    RESET("pipe.resetFirst", "pipe.resetBoth", "pipe.resetCleared", "pipe.resetDone"),
    /// Recovers somebody who died with an end.
    RECOVER("pipe.beforeRecovery", "pipe.afterRecovery"),
    /// Sends to all.
    BROADCAST("broadcast.numbered@3", "broadcast.sent@3", "broadcast.rung@3"),
    /// Sends to all after somebody died while sending.
    BROADCAST_AGAIN("broadcast.beforeFiller");

    private final List<String> points;

    PipeScenario(String... points) {
        this.points = List.of(points);
    }

    static Stream<String> allPoints() {
        return Arrays.stream(values()).flatMap(scenario -> scenario.points.stream());
    }

    /// Those where more than the other end has to do with the dead: who recovers it, and who listens.
    static Stream<String> pointsThatConcernMany() {
        List<String> ofTwo = List.of("pipe.endTaken", "pipe.published@3", "pipe.consumed@3");
        return allPoints().filter(point -> ofTwo.contains(point) || of(point).ordinal() >= RESET.ordinal());
    }

    static String nameOf(String point) {
        return point.replaceAll("@.*", "");
    }

    static PipeScenario of(String point) {
        return Arrays.stream(values())
                .filter(scenario -> scenario.points.contains(point))
                .findFirst()
                .orElseThrow();
    }

    /// How many small messages of a sender that dies there arrive.
    static int arriving(String point) {
        return switch (point) {
            case "pipe.endTaken" -> 0;
            case "pipe.claimed@3", "pipe.written@3", "pipe.beforeClose", "pipe.afterClose", "broadcast.numbered@3" -> 2;
            case "pipe.published@3", "pipe.rung@3", "broadcast.sent@3", "broadcast.rung@3" -> 3;
            case "pipe.pieceSent" -> 5;
            default -> throw new IllegalArgumentException(point);
        };
    }
}

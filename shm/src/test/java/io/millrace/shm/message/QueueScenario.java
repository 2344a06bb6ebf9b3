package io.millrace.shm.message;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// Which crash points of a queue lie on the way of which work.
enum QueueScenario {
    PUT("queue.claimed", "queue.tailMoved", "queue.written", "queue.published"),
    PASS("queue.passed"),
    ABORT("queue.aborted", "queue.skipped"),
    TAKE("queue.taken", "queue.headMoved", "queue.decoded", "queue.freed", "queue.beforeSleep"),
    GIVE_BACK("queue.givenBack", "queue.headPulled"),
    CROSS("queue.headCrossed"),
    DEAD("queue.deadClaimed", "queue.deadCopied", "queue.deadMoving", "queue.deadPublished"),
    CLOSE("queue.closed"),
    RECOVER(
            "recover.queueAbandoned",
            "recover.queueGivenBack",
            "recover.queueHead",
            "recover.queueMovePublished",
            "recover.queueMoved");

    private final List<String> points;

    QueueScenario(String... points) {
        this.points = List.of(points);
    }

    List<String> points() {
        return points;
    }

    static Stream<String> allPoints() {
        return Arrays.stream(values()).flatMap(scenario -> scenario.points.stream());
    }

    static QueueScenario of(String point) {
        return Arrays.stream(values())
                .filter(scenario -> scenario.points.contains(point))
                .findFirst()
                .orElseThrow();
    }

    /// Where somebody else must have died before, so that there is something to recover.
    static String corpseFor(String point) {
        return switch (point) {
            case "recover.queueAbandoned" -> "queue.written";
            case "recover.queueGivenBack", "recover.queueHead" -> "queue.headMoved";
            default -> "queue.deadMoving";
        };
    }

    /// Whether a message that was being put in when its producer died there is in.
    static boolean isIn(String point) {
        return point.equals("queue.published");
    }

    /// Whether a message that was being taken when its consumer died there is gone.
    static boolean isGone(String point) {
        return point.equals("queue.freed");
    }
}

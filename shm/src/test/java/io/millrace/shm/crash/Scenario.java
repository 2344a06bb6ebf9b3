package io.millrace.shm.crash;

import java.util.List;

/// Which crash points lie on the way of which work.
enum Scenario {
    CREATE("create.begin", "create.allocated", "create.header", "create.beforeName", "create.named"),
    ATTACH(
            "join.gate",
            "join.byte",
            "join.joining",
            "join.live",
            "join.gatePassed",
            "leave.leaving",
            "leave.freed",
            "close.left"),
    DELETE("close.unlinked"),
    REGION(
            "reserve.written",
            "reserve.marked",
            "reserve.inGate",
            "reserve.done",
            "fill.zeroed",
            "fill.initialised",
            "commit.before",
            "commit.done"),
    DROP(
            "drop.retired",
            "drop.epochWritten",
            "drop.dropping",
            "drop.announced",
            "reclaim.closed",
            "reclaim.acknowledged",
            "free.before",
            "free.done"),
    RECOVER(
            "recover.byte",
            "recover.reserved",
            "recover.retired",
            "recover.dropping",
            "recover.swept",
            "recover.deathNumbered",
            "recover.deathLogged",
            "recover.freed"),
    SWEEP("sweep.locked", "sweep.removed");

    private final List<String> points;

    Scenario(String... points) {
        this.points = List.of(points);
    }

    List<String> points() {
        return points;
    }

    /// Where somebody else must have died before, so that this work has something to recover.
    String corpse(String point) {
        return switch (point) {
            case "recover.retired" -> "drop.retired";
            case "recover.dropping" -> "drop.dropping";
            default -> "reserve.done";
        };
    }
}

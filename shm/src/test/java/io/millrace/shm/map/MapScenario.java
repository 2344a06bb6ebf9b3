package io.millrace.shm.map;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// Which crash points of a map lie on the way of which work.
enum MapScenario {
    INSERT("map.claimed", "map.filled", "map.inserted"),
    REPLACE("map.spareFilled", "map.replaced", "map.spareKept"),
    REMOVE("map.unlinked", "map.freed"),
    RECOVER("recover.mapFreed", "recover.mapRepaired");

    /// Where a process must have died before, so that there is a row to free.
    static final String POINT_BEFORE_RECOVERY = "map.filled";

    private final List<String> points;

    MapScenario(String... points) {
        this.points = List.of(points);
    }

    static Stream<String> allPoints() {
        return Arrays.stream(values()).flatMap(scenario -> scenario.points.stream());
    }

    static MapScenario of(String point) {
        return Arrays.stream(values())
                .filter(scenario -> scenario.points.contains(point))
                .findFirst()
                .orElseThrow();
    }

    /// Whether a change is seen by others after a death at that point.
    static boolean isPublished(String point) {
        return switch (point) {
            case "map.inserted", "map.replaced", "map.spareKept", "map.unlinked", "map.freed" -> true;
            default -> false;
        };
    }
}

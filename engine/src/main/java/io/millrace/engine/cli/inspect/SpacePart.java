package io.millrace.engine.cli.inspect;

import io.millrace.engine.cli.html.SpaceBar;
import io.millrace.engine.cli.html.SpaceBar.Segment;
import io.millrace.engine.cli.html.SpaceBar.Style;
import io.millrace.engine.cli.text.Count;
import io.millrace.engine.snapshot.Snapshot;
import io.millrace.shm.RegionInfo;
import io.millrace.shm.view.FileView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The space of a file as a bar: large regions one by one, small ones together, then what is free.
final class SpacePart {
    private static final double SMALLEST_SHARE = 0.005;

    private SpacePart() {}

    static SpaceBar of(Snapshot snapshot) {
        FileView file = snapshot.file();
        List<Segment> segments = new ArrayList<>();
        List<RegionInfo> small = new ArrayList<>();
        snapshot.regions().stream()
                .sorted(Comparator.comparingLong(RegionInfo::offset))
                .forEach(region -> {
                    if (region.byteSize() < SMALLEST_SHARE * file.byteSize()) {
                        small.add(region);
                    } else {
                        segments.add(segment(region.name(), region.byteSize()));
                    }
                });
        long smallBytes = small.stream().mapToLong(RegionInfo::byteSize).sum();
        if (smallBytes > 0) {
            segments.add(segment(Count.of(small.size(), "small region"), smallBytes));
        }
        long regionBytes = snapshot.regions().stream().mapToLong(RegionInfo::byteSize).sum();
        if (file.usedBytes() > regionBytes) {
            segments.add(segment("padding", file.usedBytes() - regionBytes));
        }
        segments.add(new Segment("free", file.freeBytes(), Count.bytes(file.freeBytes()), Style.FREE));
        String label = "%s of %s used by %s"
                .formatted(
                        Count.bytes(file.usedBytes()),
                        Count.bytes(file.byteSize()),
                        Count.of(snapshot.regions().size(), "region"));
        return new SpaceBar(label, segments);
    }

    private static Segment segment(String name, long byteSize) {
        return new Segment(name, byteSize, Count.bytes(byteSize), Style.FILLED);
    }
}

package io.millrace.engine.cli.inspect;

import static io.millrace.engine.cli.inspect.InspectText.MOMENT;
import static io.millrace.engine.cli.inspect.InspectText.lower;

import io.millrace.engine.cli.html.HtmlPage;
import io.millrace.engine.cli.html.HtmlTable;
import io.millrace.engine.cli.text.Count;
import io.millrace.engine.snapshot.Snapshot;
import io.millrace.shm.RegionInfo;
import io.millrace.shm.view.BroadcastView;
import io.millrace.shm.view.DeathView;
import io.millrace.shm.view.FileView;
import io.millrace.shm.view.PipeView;
import io.millrace.shm.view.ProcessView;
import io.millrace.shm.view.QueueView;
import io.millrace.shm.view.SyncView;
import java.util.List;

/// A snapshot as a page in HTML: the space as a bar, and a table for each kind of which the file has
/// something.
record InspectPage(Snapshot snapshot) {

    HtmlPage page() {
        FileView file = snapshot.file();
        HtmlPage page = new HtmlPage(
                file.path().getFileName() + " - Millrace",
                "%s, as it was at %s. Created %s, %s%s."
                        .formatted(
                                file.path().toAbsolutePath(),
                                MOMENT.format(snapshot.takenAt()),
                                MOMENT.format(file.createdAt()),
                                lower(file.lifetime()),
                                file.thisBoot() ? "" : ", before the system was started last"));
        page.section("Space")
                .text("%s for regions, %s free, the largest piece %s."
                        .formatted(
                                Count.bytes(file.byteSize()),
                                Count.bytes(file.freeBytes()),
                                Count.bytes(file.largestFreeBytes())))
                .add(SpacePart.of(snapshot));
        add(page, "Processes", processes(), snapshot.processes());
        snapshot.pools().forEach(pool -> new PoolPart(pool).addTo(page));
        add(page, "Locks and other waits", waits(), snapshot.waits());
        add(page, "Queues", queues(), snapshot.queues());
        add(page, "Messages taken and not acked", deliveries(), unacked());
        add(page, "Pipes", pipes(), snapshot.pipes());
        add(page, "Broadcasts", broadcasts(), snapshot.broadcasts());
        add(page, "Deaths, and what was put right", deaths(), snapshot.deaths());
        add(page, "Regions", regions(), snapshot.regions());
        return page;
    }

    private static void add(HtmlPage page, String heading, HtmlTable table, List<?> rows) {
        if (!rows.isEmpty()) {
            page.section(heading).add(table);
        }
    }

    private HtmlTable processes() {
        HtmlTable table =
                new HtmlTable("processes", "llrlrl", "name", "role", "pid", "state", "slot", "attached since");
        for (ProcessView process : snapshot.processes()) {
            table.row(
                    process.name(),
                    process.role(),
                    Long.toString(process.pid()),
                    lower(process.state()),
                    Integer.toString(process.slot()),
                    MOMENT.format(process.attachedAt()));
        }
        return table;
    }

    private HtmlTable waits() {
        HtmlTable table = new HtmlTable("locks and other waits", "llll", "name", "kind", "state", "waiters");
        for (SyncView view : snapshot.waits()) {
            table.row(view.name(), SyncText.kind(view), SyncText.state(view), view.waiters() ? "perhaps" : "none");
        }
        return table;
    }

    private HtmlTable queues() {
        HtmlTable table = new HtmlTable(
                "queues", "lsrrrrrl", "name", "full", "waiting", "un-acked", "capacity", "put in", "taken", "");
        for (QueueView queue : snapshot.queues()) {
            double full = (double) (queue.depth() + queue.unacked()) / queue.capacity();
            table.row(
                    queue.name(),
                    Double.toString(full),
                    Count.grouped(queue.depth()),
                    Count.grouped(queue.unacked()),
                    Count.grouped(queue.capacity()),
                    Count.grouped(queue.puts()),
                    Count.grouped(queue.takes()),
                    queue.closed() ? "closed" : "");
        }
        return table;
    }

    private List<QueueView.Delivery> unacked() {
        return snapshot.queues().stream()
                .flatMap(queue -> queue.deliveries().stream())
                .toList();
    }

    private HtmlTable deliveries() {
        HtmlTable table = new HtmlTable(
                "messages taken and not acked", "lrlrr", "queue", "message", "consumer", "thread", "delivery");
        for (QueueView queue : snapshot.queues()) {
            for (QueueView.Delivery delivery : queue.deliveries()) {
                table.row(
                        queue.name(),
                        Long.toString(delivery.sequence()),
                        SyncText.process(delivery.holder().process()),
                        Integer.toString(delivery.holder().thread()),
                        Integer.toString(delivery.attempt()));
            }
        }
        return table;
    }

    private HtmlTable pipes() {
        HtmlTable table = new HtmlTable("pipes", "lllrr", "name", "first", "second", "to second", "to first");
        for (PipeView pipe : snapshot.pipes()) {
            table.row(
                    pipe.name(),
                    SyncText.end(pipe.first()),
                    SyncText.end(pipe.second()),
                    Count.bytes(pipe.toSecondBytes()),
                    Count.bytes(pipe.toFirstBytes()));
        }
        return table;
    }

    private HtmlTable broadcasts() {
        HtmlTable table = new HtmlTable("broadcasts", "llr", "name", "sender", "sent");
        for (BroadcastView broadcast : snapshot.broadcasts()) {
            table.row(broadcast.name(), SyncText.end(broadcast.sender()), Count.grouped(broadcast.sent()));
        }
        return table;
    }

    private HtmlTable deaths() {
        HtmlTable table = new HtmlTable("deaths", "rlrll", "death", "noticed", "pid", "name", "put right");
        for (DeathView death : snapshot.deaths().reversed()) {
            table.row(
                    Long.toString(death.number()),
                    MOMENT.format(death.noticedAt()),
                    Long.toString(death.pid()),
                    death.name(),
                    SyncText.mended(death));
        }
        return table;
    }

    private HtmlTable regions() {
        HtmlTable table =
                new HtmlTable("regions", "lllrrr", "name", "kind", "type", "shape", "offset", "bytes");
        for (RegionInfo region : snapshot.regions()) {
            table.row(
                    region.name(),
                    lower(region.kind()),
                    InspectText.type(region),
                    InspectText.shape(region),
                    Count.grouped(region.offset()),
                    Count.grouped(region.byteSize()));
        }
        return table;
    }
}

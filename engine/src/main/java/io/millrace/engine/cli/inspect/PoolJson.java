package io.millrace.engine.cli.inspect;

import static io.millrace.engine.cli.text.Words.lower;

import io.millrace.engine.snapshot.FailureView;
import io.millrace.engine.snapshot.JobView;
import io.millrace.engine.snapshot.PoolView;
import io.millrace.engine.snapshot.TaskBatchView;
import io.millrace.engine.snapshot.WorkerView;
import io.millrace.shm.view.ProcessView;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/// A pool as JSON.
final class PoolJson {
    private PoolJson() {}

    static Map<String, @Nullable Object> of(PoolView pool) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("name", pool.name());
        fields.put("state", lower(pool.state()));
        fields.put("owner", pool.owner().slot());
        fields.put("ownerPid", pool.owner().pid());
        fields.put("ownerState", lower(pool.owner().state()));
        fields.put("workers", pool.workers());
        fields.put("kernel", pool.kernel());
        fields.put("startedAt", pool.startedAt());
        fields.put("workerSlots", pool.workerSlots().stream().map(PoolJson::worker).toList());
        fields.put("jobs", pool.jobs().stream().map(PoolJson::job).toList());
        fields.put("tasks", tasks(pool));
        fields.put("elementsDone", pool.elementsDone());
        fields.put("tasksDone", pool.tasksDone());
        fields.put("elementsPerSecond", orNull(pool.elementsPerSecond()));
        fields.put("tasksPerSecond", orNull(pool.tasksPerSecond()));
        fields.put("lastFailure", pool.lastFailure().map(PoolJson::failure).orElse(null));
        return fields;
    }

    private static Map<String, @Nullable Object> worker(WorkerView worker) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("workerSlot", worker.number());
        fields.put("slot", worker.process().slot());
        fields.put("pid", worker.process().pid());
        fields.put("chunks", worker.chunks());
        fields.put("elements", worker.elements());
        fields.put("state", lower(worker.process().state()));
        fields.put("idleSeconds", worker.idleFor().map(InspectJson::seconds).orElse(null));
        return fields;
    }

    private static Map<String, @Nullable Object> tasks(PoolView pool) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("inWork", pool.batchesInWork());
        fields.put("waiting", pool.batchesWaiting());
        fields.put("tasks", pool.tasksInBatches());
        fields.put("done", pool.tasksDoneInBatches());
        fields.put("batches", pool.batches().stream().map(PoolJson::batch).toList());
        return fields;
    }

    private static Map<String, @Nullable Object> batch(TaskBatchView batch) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("batch", batch.epoch());
        fields.put("state", lower(batch.state()));
        fields.put("submitter", slot(batch.submitter()));
        fields.put("worker", slot(batch.worker()));
        fields.put("attempt", batch.attempt());
        fields.put("tasks", batch.tasks());
        fields.put("done", batch.done());
        fields.put("runningSeconds", batch.runningFor().map(InspectJson::seconds).orElse(null));
        return fields;
    }

    /// The slot of a process, 0 for none.
    private static int slot(Optional<ProcessView> process) {
        return process.map(ProcessView::slot).orElse(0);
    }

    private static Map<String, @Nullable Object> job(JobView job) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("job", job.number());
        fields.put("state", lower(job.state()));
        fields.put("submitter", slot(job.submitter()));
        fields.put("work", job.work());
        fields.put("elements", job.elements());
        fields.put("chunks", job.chunks());
        fields.put("done", job.chunksDone());
        fields.put("progress", job.progress());
        fields.put("since", job.submittedAt());
        fields.put("inWork", job.claims().stream().map(PoolJson::claim).toList());
        fields.put("elementsDone", job.elementsDone());
        fields.put("elementsPerSecond", orNull(job.elementsPerSecond()));
        fields.put("failure", job.failure().orElse(null));
        return fields;
    }

    private static Map<String, @Nullable Object> claim(JobView.Claim claim) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("chunk", claim.chunk());
        fields.put("slot", claim.worker().slot());
        fields.put("attempt", claim.attempt());
        return fields;
    }

    private static Map<String, @Nullable Object> failure(FailureView failure) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("at", failure.at());
        fields.put("pid", failure.pid());
        fields.put("type", failure.type());
        fields.put("message", failure.message());
        return fields;
    }

    private static @Nullable Double orNull(OptionalDouble number) {
        return number.isPresent() ? number.getAsDouble() : null;
    }
}

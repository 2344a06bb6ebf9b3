package io.millrace.engine.internal.recorder;

import io.millrace.engine.internal.job.JobSpec;
import io.millrace.engine.internal.job.PoolRegion;
import io.millrace.engine.internal.job.SubmittedJob;
import io.millrace.engine.internal.job.SubmittedJob.Verdict;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Threshold;
import org.jspecify.annotations.Nullable;

/// A job over arrays, from its submission until no process computes for it any more.
@Name("io.millrace.Job")
@Label("Job")
@Category("Millrace")
@Description("A job over whole arrays, as its submitter sees it")
@Threshold("1 ms")
final class JobEvent extends Event implements RecordedJob {
    @Label("Pool")
    private @Nullable String pool;

    @Label("Job")
    @Description("The number of the job in its pool; its chunks have it too")
    private long job;

    @Label("Work")
    @Description("The operation and the types of its elements")
    private @Nullable String work;

    @Label("Elements")
    private long elements;

    @Label("Chunks")
    private int chunks;

    @Label("Workers")
    @Description("How many workers the pool had at the end of the job")
    private int workers;

    @Label("Outcome")
    @Description("complete, threw, lost: every worker that tried a chunk died, or aborted")
    private @Nullable String outcome;

    private JobEvent() {}

    static RecordedJob begun() {
        JobEvent event = new JobEvent();
        if (!event.isEnabled()) {
            return NONE;
        }
        event.begin();
        return event;
    }

    @Override
    public void settled(PoolRegion region, JobSpec spec, SubmittedJob submitted) {
        end();
        if (shouldCommit()) {
            pool = region.name();
            job = submitted.number();
            work = spec.work().toString();
            elements = spec.length();
            chunks = submitted.chunks();
            workers = region.workers();
            outcome = text(submitted.verdict());
            commit();
        }
    }

    private static String text(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Complete() -> "complete";
            case Verdict.Threw(var _, var _, var _) -> "threw";
            case Verdict.Lost(var _, var _, var _) -> "lost";
            case Verdict.Aborted() -> "aborted";
        };
    }
}

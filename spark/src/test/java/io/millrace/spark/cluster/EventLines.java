package io.millrace.spark.cluster;

import java.util.regex.Pattern;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorAdded;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import org.apache.spark.scheduler.TaskInfo;

/// Prints what happens in an application: one line an event, which the test waits for.
public final class EventLines extends SparkListener {
    /// A task started. Groups: `stage`, `partition`, `executor`.
    public static final Pattern TASK_START = task("task-start");

    /// A task ended well. Groups: `stage`, `partition`, `executor`.
    public static final Pattern TASK_END = task("task-end");

    /// A task failed, or its executor did. Groups: `stage`, `partition`, `executor`.
    public static final Pattern TASK_LOST = task("task-lost");

    /// A stage is in work. Group: `stage`.
    public static final Pattern STAGE_START = Pattern.compile("^event stage-start stage=(?<stage>\\d+)$");

    /// An executor joined the application. Groups: `executor`, `host`.
    public static final Pattern EXECUTOR_ADDED =
            Pattern.compile("^event executor-added executor=(?<executor>\\S+) host=(?<host>\\S+)$");

    /// The application gave an executor up. Group: `executor`.
    public static final Pattern EXECUTOR_REMOVED =
            Pattern.compile("^event executor-removed executor=(?<executor>\\S+)$");

    private static Pattern task(String kind) {
        return Pattern.compile(
                "^event " + kind + " stage=(?<stage>\\d+) partition=(?<partition>\\d+) executor=(?<executor>\\S+)$");
    }

    @Override
    public void onStageSubmitted(SparkListenerStageSubmitted event) {
        print("stage-start stage=" + event.stageInfo().stageId());
    }

    @Override
    public void onTaskStart(SparkListenerTaskStart event) {
        printTask("task-start", event.stageId(), event.taskInfo());
    }

    @Override
    public void onTaskEnd(SparkListenerTaskEnd event) {
        printTask(event.taskInfo().successful() ? "task-end" : "task-lost", event.stageId(), event.taskInfo());
    }

    @Override
    public void onExecutorAdded(SparkListenerExecutorAdded event) {
        print("executor-added executor=" + event.executorId() + " host=" + event.executorInfo().executorHost());
    }

    @Override
    public void onExecutorRemoved(SparkListenerExecutorRemoved event) {
        print("executor-removed executor=" + event.executorId());
    }

    private static void printTask(String kind, int stage, TaskInfo task) {
        print(kind + " stage=" + stage + " partition=" + task.partitionId() + " executor=" + task.executorId());
    }

    private static void print(String line) {
        System.out.println("event " + line);
    }
}

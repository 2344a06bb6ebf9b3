package io.millrace.engine.snapshot;

import io.millrace.engine.internal.kernel.Op;
import io.millrace.engine.internal.kernel.Work;
import io.millrace.engine.internal.kernel.WorkCodec;
import io.millrace.engine.internal.layout.JobPayload;
import io.millrace.engine.internal.layout.JobRow;
import io.millrace.shm.FileFormatException;
import java.lang.foreign.MemorySegment;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What a job computes, in words such as `map SQUARE double`.
final class WorkText {
    private WorkText() {}

    static String of(MemorySegment row, MemorySegment payload) {
        try {
            return describe(WorkCodec.read(JobRow.work(row), JobPayload.program(payload)));
        } catch (FileFormatException changing) {
            return "unreadable";
        }
    }

    private static String describe(Work work) {
        return switch (work) {
            case Work.Map(var op, var in, _) -> "map %s %s".formatted(op.name(), lower(in));
            case Work.MapIndexed(var op, var in, _) -> "map %s %s with index".formatted(op.name(), lower(in));
            case Work.Zip(var op, var type) -> "zip %s %s".formatted(op.name(), lower(type));
            case Work.Zip3(var op, var type) -> "zip3 %s %s".formatted(op.name(), lower(type));
            case Work.Convert(var in, var out) -> "convert %s to %s".formatted(lower(in), lower(out));
            case Work.Fill(var type, _) -> "fill " + lower(type);
            case Work.Generate(_, var out, _) -> "generate " + lower(out);
            case Work.Reduce(var op, var in, var how) -> "reduce%s %s %s".formatted(name(op), how, lower(in));
            case Work.Dot(var type) -> "dot " + lower(type);
            case Work.Summary(var type) -> "summary " + lower(type);
            case Work.Scan(var in, _, var how) -> "scan %s %s".formatted(how, lower(in));
            case Work.Arg(var in, var how) -> "index of %s %s".formatted(how, lower(in));
            case Work.Count(var op, var in) -> "count %s %s".formatted(op.name(), lower(in));
            case Work.Search(var op, var in, var goal) ->
                "search %s %s %s".formatted(lower(goal), op.name(), lower(in));
            case Work.Evaluation evaluation -> evaluation.toString();
        };
    }

    private static String name(@Nullable Op op) {
        return op == null ? "" : " " + op.name();
    }

    private static String lower(Enum<?> type) {
        return type.name().toLowerCase(Locale.ROOT);
    }
}

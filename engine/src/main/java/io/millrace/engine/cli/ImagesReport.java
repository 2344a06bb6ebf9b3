package io.millrace.engine.cli;

import io.millrace.engine.cli.PictureSize.Aspect;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What became of the pictures of a folder, as text and as JSON.
///
/// @param resized how many
/// @param failed pictures, in the order of their names
/// @param skipped what is no picture
/// @param workers that were started
record ImagesReport(
        ImagesPlan plan,
        long resized,
        List<Remark> failed,
        List<Remark> skipped,
        int workers,
        long workerDeaths,
        double seconds) {

    /// The object that the help text describes, key by key.
    Map<String, Object> json() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("pictures", pictures());
        fields.put("resized", resized);
        fields.put("failed", failed.stream().map(Remark::json).toList());
        fields.put("skipped", skipped.stream().map(Remark::json).toList());
        fields.put("size", plan.resize().size().toString());
        fields.put("keepAspect", plan.resize().aspect() == Aspect.KEPT);
        fields.put("workers", workers);
        fields.put("seconds", seconds);
        fields.put("workerDeaths", workerDeaths);
        return fields;
    }

    private long pictures() {
        return resized + failed.size();
    }

    String text() {
        StringBuilder text = new StringBuilder();
        text.append("%s resized to %s%s, in %s by %s%n".formatted(
                Count.of(resized, "picture"),
                plan.resize().aspect() == Aspect.KEPT ? "fit into " : "",
                plan.resize().size(),
                String.format(Locale.ROOT, "%.1f s", seconds),
                Count.of(workers, "worker process")));
        if (!failed.isEmpty()) {
            text.append("%s of %s failed%n".formatted(Count.grouped(failed.size()), Count.of(pictures(), "picture")));
        }
        if (!skipped.isEmpty()) {
            text.append("%s passed over%n".formatted(Count.of(skipped.size(), "other")));
        }
        if (workerDeaths > 0) {
            text.append("%s died and %s replaced; their pictures were done again%n"
                    .formatted(Count.of(workerDeaths, "worker"), workerDeaths == 1 ? "was" : "were"));
        }
        return text.toString();
    }
}

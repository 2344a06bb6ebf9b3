package io.millrace.engine.cli.images;

import io.millrace.engine.cli.images.PictureSize.Aspect;
import io.millrace.engine.cli.text.Count;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The result of `images`, as text and as JSON.
///
/// @param resized number of resized pictures
/// @param failed pictures that were not resized, in the order of their names
/// @param skipped files that are no pictures
/// @param workers number of workers that were started
record ImagesReport(
        ImagesPlan plan,
        long resized,
        List<ImageFailure> failed,
        List<ImageFailure> skipped,
        int workers,
        long workerDeaths,
        double seconds) {

    /// The object that the help text describes, key by key.
    Map<String, Object> json() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("pictures", pictures());
        fields.put("resized", resized);
        fields.put("failed", failed.stream().map(ImageFailure::json).toList());
        fields.put("skipped", skipped.stream().map(ImageFailure::json).toList());
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
            text.append("%s skipped%n".formatted(Count.of(skipped.size(), "other file")));
        }
        if (workerDeaths > 0) {
            text.append("%s died and %s replaced; their pictures were resized again%n"
                    .formatted(Count.of(workerDeaths, "worker"), workerDeaths == 1 ? "was" : "were"));
        }
        return text.toString();
    }
}

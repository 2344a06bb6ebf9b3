package io.millrace.engine.cli.images;

import io.millrace.engine.cli.images.ImagesPlan.Depth;
import io.millrace.engine.cli.images.ImagesPlan.Existing;
import io.millrace.engine.cli.text.CauseText;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Finds the pictures of a folder by the first bytes of each file, and chooses the name of each
/// result.
///
/// A file whose content has no known format is reported as broken if it has the name of a picture,
/// and is skipped otherwise. Links to files are followed, links to folders are not.
final class PictureFolder {
    /// A picture, and the name of its result, relative to the output folder.
    private record Found(Path source, PictureFormat from, Path result, PictureFormat to) {
        boolean keepsItsName() {
            return source.equals(result);
        }
    }

    private final ImagesPlan plan;
    private final TemporaryNames temporaries;
    private final List<Found> found = new ArrayList<>();
    private final List<PictureTask> tasks = new ArrayList<>();
    private final List<ImageFailure> failed = new ArrayList<>();
    private final List<ImageFailure> skipped = new ArrayList<>();

    private PictureFolder(ImagesPlan plan, TemporaryNames temporaries) {
        this.plan = plan;
        this.temporaries = temporaries;
    }

    static PictureFolder of(ImagesPlan plan, TemporaryNames temporaries) {
        PictureFolder folder = new PictureFolder(plan, temporaries);
        folder.list(plan.from());
        folder.assignNames();
        return folder;
    }

    /// The pictures to resize, in the order of their names.
    List<PictureTask> tasks() {
        return tasks;
    }

    /// Pictures that cannot be resized.
    List<ImageFailure> failed() {
        return failed;
    }

    /// Files that are no pictures.
    List<ImageFailure> skipped() {
        return skipped;
    }

    /// The folders of the results.
    Collection<Path> targets() {
        return tasks.stream().map(task -> task.target().getParent()).distinct().toList();
    }

    private void list(Path folder) {
        List<Path> entries;
        try (Stream<Path> listed = Files.list(folder)) {
            entries = listed.sorted().toList();
        } catch (IOException closed) {
            failed.add(failure(folder, "the folder cannot be read: " + CauseText.of(closed)));
            return;
        }
        for (Path entry : entries) {
            if (Files.isDirectory(entry)) {
                visitFolder(entry);
            } else {
                visitFile(entry);
            }
        }
    }

    private void visitFolder(Path folder) {
        if (folder.equals(plan.to())) {
            return;
        }
        if (plan.depth() == Depth.TOP) {
            skipped.add(failure(folder, "a folder; --recursive takes its pictures too"));
        } else if (Files.isSymbolicLink(folder)) {
            skipped.add(failure(folder, "a link to a folder; links are followed to files only"));
        } else {
            list(folder);
        }
    }

    private void visitFile(Path file) {
        Path relative = plan.from().relativize(file);
        if (!Files.exists(file)) {
            failed.add(new ImageFailure(relative, "cannot be read: the link leads nowhere"));
        } else if (!Files.isRegularFile(file)) {
            skipped.add(new ImageFailure(relative, "no regular file"));
        } else {
            classify(file, relative);
        }
    }

    private void classify(Path file, Path relative) {
        byte[] start;
        try (InputStream content = Files.newInputStream(file)) {
            start = content.readNBytes(PictureFormat.START_BYTES);
        } catch (IOException unreadable) {
            failed.add(new ImageFailure(relative, "cannot be read: " + CauseText.of(unreadable)));
            return;
        }
        Optional<PictureFormat> named = PictureFormat.ofName(file);
        Optional<PictureFormat> format = PictureFormat.ofContent(start);
        if (format.isPresent()) {
            add(relative, format.get(), named);
        } else if (named.isPresent()) {
            failed.add(new ImageFailure(
                    relative,
                    start.length == 0
                            ? "broken %s: it is empty".formatted(named.get())
                            : "broken %s: its content is no picture of a known format".formatted(named.get())));
        } else {
            skipped.add(new ImageFailure(relative, "no picture that is known: JPEG, PNG, GIF, BMP or WebP"));
        }
    }

    /// Adds a picture. The result has the name of the picture and the format of that name's ending;
    /// the ending changes only if that format cannot be written, or if the user chose another
    /// format.
    private void add(Path relative, PictureFormat from, Optional<PictureFormat> named) {
        PictureFormat fallback = from.isWritten() ? from : PictureFormat.PNG;
        PictureFormat to = plan.format() != null
                ? plan.format()
                : named.filter(PictureFormat::isWritten).orElse(fallback);
        Path result = relative;
        if (!named.equals(Optional.of(to))) {
            // exact, also for names that are not valid text
            String uri = plan.from().resolve(relative).toUri().toString();
            String stem = named.isPresent() ? uri.substring(0, uri.lastIndexOf('.')) : uri;
            result = plan.from().relativize(Path.of(URI.create(stem + "." + to.ending())));
        }
        found.add(new Found(relative, from, result, to));
    }

    /// Assigns the names of results. If two pictures would get the same name, the picture that
    /// already has this name gets it, otherwise the first one; the other one fails.
    private void assignNames() {
        Map<Path, Path> taken = new HashMap<>();
        found.stream()
                .sorted(Comparator.comparing((Found picture) -> !picture.keepsItsName()).thenComparing(Found::source))
                .forEach(picture -> taken.putIfAbsent(picture.result(), picture.source()));
        for (Found picture : found) {
            Path target = plan.to().resolve(picture.result());
            Path owner = taken.get(picture.result());
            if (!picture.source().equals(owner)) {
                failed.add(new ImageFailure(picture.source(), "would be written to %s, as %s is; rename one of them"
                        .formatted(picture.result(), owner)));
            } else if (plan.existing() == Existing.KEPT && Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
                failed.add(new ImageFailure(picture.source(), "is already there: file=%s; --overwrite replaces it"
                        .formatted(target)));
            } else {
                tasks.add(PictureTask.of(
                        plan.from().resolve(picture.source()),
                        target,
                        temporaries.beside(target),
                        new PictureTask.Formats(picture.from(), picture.to())));
            }
        }
    }

    private ImageFailure failure(Path path, String cause) {
        return new ImageFailure(plan.from().relativize(path), cause);
    }
}

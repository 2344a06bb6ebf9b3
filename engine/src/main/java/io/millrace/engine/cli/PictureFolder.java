package io.millrace.engine.cli;

import io.millrace.engine.cli.ImagesPlan.Depth;
import io.millrace.engine.cli.ImagesPlan.Existing;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
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

/// What there is to resize: looks at every file's first bytes, and decides where its result goes.
///
/// A file whose content is none of the formats is broken when its name says that it is a picture, and
/// passed over when it does not. Links to files are followed, links to folders are not.
final class PictureFolder {
    /// A picture, and the name of its result below the other folder.
    private record Found(Path source, PictureFormat from, Path result, PictureFormat to) {
        boolean keepsItsName() {
            return source.equals(result);
        }
    }

    private final ImagesPlan plan;
    private final Temporaries temporaries;
    private final List<Found> found = new ArrayList<>();
    private final List<PictureTask> tasks = new ArrayList<>();
    private final List<Remark> failed = new ArrayList<>();
    private final List<Remark> skipped = new ArrayList<>();

    private PictureFolder(ImagesPlan plan, Temporaries temporaries) {
        this.plan = plan;
        this.temporaries = temporaries;
    }

    static PictureFolder of(ImagesPlan plan, Temporaries temporaries) {
        PictureFolder folder = new PictureFolder(plan, temporaries);
        folder.look(plan.from());
        folder.giveNames();
        return folder;
    }

    /// In the order of their names.
    List<PictureTask> tasks() {
        return tasks;
    }

    /// Pictures that need not be tried.
    List<Remark> failed() {
        return failed;
    }

    /// What is no picture.
    List<Remark> skipped() {
        return skipped;
    }

    /// The folders that the results go to.
    Collection<Path> targets() {
        return tasks.stream().map(task -> task.target().getParent()).distinct().toList();
    }

    private void look(Path folder) {
        List<Path> entries;
        try (Stream<Path> listed = Files.list(folder)) {
            entries = listed.sorted().toList();
        } catch (IOException closed) {
            failed.add(remark(folder, "the folder cannot be read: " + Cause.of(closed)));
            return;
        }
        for (Path entry : entries) {
            if (Files.isDirectory(entry)) {
                lookInto(entry);
            } else {
                lookAt(entry);
            }
        }
    }

    private void lookInto(Path folder) {
        if (folder.equals(plan.to())) {
            return;
        }
        if (plan.depth() == Depth.TOP) {
            skipped.add(remark(folder, "a folder; --recursive takes its pictures too"));
        } else if (Files.isSymbolicLink(folder)) {
            skipped.add(remark(folder, "a link to a folder; links are followed to files only"));
        } else {
            look(folder);
        }
    }

    private void lookAt(Path file) {
        Path relative = plan.from().relativize(file);
        if (!isWritable(relative)) {
            failed.add(new Remark(relative, "its name cannot be written here; in a UTF-8 locale (LANG=C.UTF-8) it can"));
        } else if (!Files.exists(file)) {
            failed.add(new Remark(relative, "cannot be read: the link leads nowhere"));
        } else if (!Files.isRegularFile(file)) {
            skipped.add(new Remark(relative, "no regular file"));
        } else {
            sort(file, relative);
        }
    }

    /// Workers get the path as text.
    private static boolean isWritable(Path path) {
        try {
            return Path.of(path.toString()).equals(path);
        } catch (InvalidPathException unwritable) {
            return false;
        }
    }

    private void sort(Path file, Path relative) {
        byte[] start;
        try (InputStream content = Files.newInputStream(file)) {
            start = content.readNBytes(PictureFormat.SIGNATURE_BYTES);
        } catch (IOException unreadable) {
            failed.add(new Remark(relative, "cannot be read: " + Cause.of(unreadable)));
            return;
        }
        Optional<PictureFormat> named = PictureFormat.ofName(file);
        Optional<PictureFormat> format = PictureFormat.ofContent(start);
        if (format.isPresent()) {
            add(relative, format.get(), named);
        } else if (named.isPresent()) {
            failed.add(new Remark(
                    relative,
                    start.length == 0
                            ? "broken %s: it is empty".formatted(named.get())
                            : "broken %s: its content is no picture of a known format".formatted(named.get())));
        } else {
            skipped.add(new Remark(relative, "no picture that is known: JPEG, PNG, GIF, BMP or WebP"));
        }
    }

    /// The result has the name of the picture, and the format that this name says; another ending only
    /// when that format cannot be, or shall not be.
    private void add(Path relative, PictureFormat from, Optional<PictureFormat> named) {
        PictureFormat fallback = from.isWritten() ? from : PictureFormat.PNG;
        PictureFormat to = plan.format() != null
                ? plan.format()
                : named.filter(PictureFormat::isWritten).orElse(fallback);
        Path result = relative;
        if (!named.equals(Optional.of(to))) {
            String name = relative.getFileName().toString();
            String stem = named.isPresent() ? name.substring(0, name.lastIndexOf('.')) : name;
            result = relative.resolveSibling(stem + "." + to.ending());
        }
        found.add(new Found(relative, from, result, to));
    }

    /// When two pictures would get one name, that one has it whose name it is, else the first.
    private void giveNames() {
        Map<Path, Path> taken = new HashMap<>();
        found.stream()
                .sorted(Comparator.comparing((Found picture) -> !picture.keepsItsName()).thenComparing(Found::source))
                .forEach(picture -> taken.putIfAbsent(picture.result(), picture.source()));
        for (Found picture : found) {
            Path target = plan.to().resolve(picture.result());
            Path owner = taken.get(picture.result());
            if (!picture.source().equals(owner)) {
                failed.add(new Remark(picture.source(), "would be written to %s, as %s is; rename one of them"
                        .formatted(picture.result(), owner)));
            } else if (plan.existing() == Existing.KEPT && Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
                failed.add(new Remark(picture.source(), "is already there: file=%s; --overwrite replaces it"
                        .formatted(target)));
            } else {
                tasks.add(new PictureTask(
                        plan.from().resolve(picture.source()),
                        target,
                        temporaries.beside(target),
                        picture.from(),
                        picture.to()));
            }
        }
    }

    private Remark remark(Path path, String cause) {
        return new Remark(plan.from().relativize(path), cause);
    }
}

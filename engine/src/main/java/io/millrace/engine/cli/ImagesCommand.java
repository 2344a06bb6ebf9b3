package io.millrace.engine.cli;

import io.millrace.engine.cli.ImagesPlan.Depth;
import io.millrace.engine.cli.ImagesPlan.Existing;
import io.millrace.engine.cli.PictureSize.Aspect;
import io.millrace.shm.FileAccessException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `images`: resizes the pictures of a folder. Reads what the user wants, complete and checked, as an
/// [ImagesPlan].
@Command(
        name = "images",
        description = {
            "Resize the pictures of a folder, in worker JVMs.",
            "JPEG, PNG, GIF, BMP and WebP are read, whatever their names; WebP becomes PNG."
        },
        footer = {
            "",
            "A resized picture keeps its name and appears in OUT_DIR when it is complete. JPEGs are turned",
            "upright as their camera says, colours become sRGB, transparency stays in PNG and GIF and is",
            "white elsewhere, an animation gives its first picture. Metadata is not kept.",
            "",
            "Pictures that cannot be resized (broken, unreadable, too large, their place is taken) are",
            "named on standard error with the cause; then the exit code is 1. What is no picture is named",
            "there and passed over.",
            "",
            "With --json: one object.",
            "  pictures, resized                      how many there were, how many are done",
            "  failed, skipped                        arrays of file, cause: pictures, and what is no picture",
            "  size, keepAspect, workers, seconds     what was asked for, who did it, how long it took",
            "  workerDeaths                           workers that died and were replaced"
        })
final class ImagesCommand implements Callable<Integer> {
    private static final PictureSize DEFAULT_SIZE = new PictureSize(200, 200);
    private static final long DEFAULT_MAX_PIXELS = 100_000_000;
    /// What an array of Java can hold, for a pixel of one `int`.
    private static final long MOST_PIXELS = Integer.MAX_VALUE - 8;
    private static final int MAX_WORKERS = 1000;

    private final Console console;

    @Spec
    @Nullable CommandSpec spec;

    @Option(names = "--size", paramLabel = "WxH", converter = PictureSize.Text.class,
            description = "Width and height to become, stretched where it must be. Default: 200x200.")
    PictureSize size = DEFAULT_SIZE;

    @Option(names = "--keep-aspect", description = "Become the largest of the same proportions that fits into WxH.")
    boolean keepAspect;

    @Option(names = "--format", paramLabel = "F", converter = PictureFormat.Written.class,
            description = "Write all as jpg, png, gif or bmp.")
    @Nullable PictureFormat format;

    @Option(names = "--recursive", description = "Take the pictures of sub-folders too; OUT_DIR gets the same.")
    boolean recursive;

    @Option(names = "--overwrite", description = "Replace files in OUT_DIR; else a picture whose place is taken fails.")
    boolean overwrite;

    @Option(names = "--max-pixels", paramLabel = "N", converter = Count.class,
            description = "Refuse pictures of more pixels. Default: 100M.")
    long maxPixels = DEFAULT_MAX_PIXELS;

    @Option(names = "--workers", paramLabel = "N", converter = Count.class,
            description = "How many worker JVMs, at most one a picture. Default: one for each processor.")
    @Nullable Long workers;

    @Parameters(index = "0", paramLabel = "IN_DIR", description = "Folder with the pictures.")
    @Nullable Path from;

    @Parameters(index = "1", paramLabel = "OUT_DIR", description = "Folder for the resized ones; made when missing.")
    @Nullable Path to;

    @Mixin
    CommonOptions common = new CommonOptions();

    ImagesCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        ImagesReport report = new ImagesRun(console, plan(), common.verbose).run();
        report.skipped().forEach(remark -> console.note(remark.toString()));
        report.failed().forEach(remark -> console.complain(remark.toString()));
        if (common.json) {
            console.json(report.json());
        } else {
            console.out().print(report.text());
        }
        return report.failed().isEmpty() ? 0 : 1;
    }

    private ImagesPlan plan() {
        long workerCount = workers != null ? workers : Runtime.getRuntime().availableProcessors();
        range("--workers", workerCount, MAX_WORKERS);
        range("--max-pixels", maxPixels, MOST_PIXELS);
        Path source = source(Objects.requireNonNull(from));
        Path target = target(Objects.requireNonNull(to), source);
        return new ImagesPlan(
                source,
                target,
                recursive ? Depth.ALL : Depth.TOP,
                overwrite ? Existing.REPLACED : Existing.KEPT,
                format,
                new ResizePicture(size, keepAspect ? Aspect.KEPT : Aspect.STRETCHED, maxPixels),
                (int) workerCount);
    }

    private static Path source(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new FileAccessException("IN_DIR %s: folder=%s; give a folder with pictures"
                    .formatted(Files.exists(folder) ? "is no folder" : "is not there", folder));
        }
        try {
            return folder.toRealPath();
        } catch (IOException closed) {
            throw new FileAccessException("IN_DIR cannot be read: folder=%s, cause=%s; mend its permissions"
                    .formatted(folder, Cause.of(closed)));
        }
    }

    /// Compared before it is made: where it would be, links resolved.
    private Path target(Path folder, Path source) {
        Path real = real(folder);
        if (source.equals(real)) {
            throw usage("IN_DIR and OUT_DIR are one folder: %s; give two".formatted(folder));
        }
        if (source.startsWith(real)) {
            throw usage("IN_DIR lies in OUT_DIR, where results could replace pictures: %s; give another OUT_DIR"
                    .formatted(folder));
        }
        return real;
    }

    private static Path real(Path folder) {
        Path rest = folder.toAbsolutePath().normalize();
        try {
            for (Path there = rest; there != null; there = there.getParent()) {
                if (Files.exists(there)) {
                    return there.toRealPath().resolve(there.relativize(rest)).normalize();
                }
            }
        } catch (IOException closed) {
            throw new FileAccessException("OUT_DIR cannot be reached: folder=%s, cause=%s; choose another"
                    .formatted(folder, Cause.of(closed)));
        }
        return rest;
    }

    private void range(String option, long value, long greatest) {
        if (value < 1 || value > greatest) {
            throw usage("%s is out of range: %,d; give 1 to %,d".formatted(option, value, greatest));
        }
    }

    private ParameterException usage(String message) {
        return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
    }
}

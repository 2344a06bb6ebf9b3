package io.millrace.engine.cli.images;

import io.millrace.engine.cli.images.ImagesPlan.Depth;
import io.millrace.engine.cli.images.ImagesPlan.Existing;
import io.millrace.engine.cli.images.PictureSize.Aspect;
import io.millrace.engine.cli.text.CauseText;
import io.millrace.engine.cli.text.CommonOptions;
import io.millrace.engine.cli.text.Console;
import io.millrace.engine.cli.text.Count;
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

/// The command `images`: reads the options, checks them, and makes an [ImagesPlan] of them.
@Command(
        name = "images",
        description = {
            "Resize the pictures of a folder, in worker JVMs.",
            "JPEG, PNG, GIF, BMP and WebP are read, whatever their names; WebP becomes PNG."
        },
        footer = {
            "",
            "A resized picture keeps its name and appears in OUT_DIR when it is complete. JPEGs are turned",
            "upright by their EXIF data, colours become sRGB, transparent pixels stay transparent in PNG and",
            "GIF and become white in other formats, an animation becomes its first picture. Metadata is lost.",
            "",
            "Pictures that cannot be resized (broken, unreadable, too large, the result exists already) are",
            "listed on standard error with the cause, and the exit code is 1. Files that are no pictures are",
            "listed there and skipped. Broken files are found by checksums (PNG), lengths and end marks (all).",
            "",
            "With --json: one object.",
            "  pictures, resized                      number of pictures found and resized",
            "  failed, skipped                        arrays of file, cause: pictures, and files that are none",
            "  size, keepAspect, workers, seconds     the size, the number of workers, the time",
            "  workerDeaths                           workers that died and were replaced"
        })
public final class ImagesCommand implements Callable<Integer> {
    private static final PictureSize DEFAULT_SIZE = new PictureSize(200, 200);
    private static final long DEFAULT_MAX_PIXELS = 100_000_000;
    /// The largest array of Java, with one `int` for each pixel.
    private static final long MAX_PIXELS = Integer.MAX_VALUE - 8;
    private static final int MAX_WORKERS = 1000;

    private final Console console;

    @Spec
    @Nullable CommandSpec spec;

    @Option(names = "--size", paramLabel = "WxH", converter = PictureSize.Text.class,
            description = "Width and height of the results; proportions may change. Default: 200x200.")
    PictureSize size = DEFAULT_SIZE;

    @Option(names = "--keep-aspect", description = "Keep the proportions: the largest size that fits into WxH.")
    boolean keepAspect;

    @Option(names = "--format", paramLabel = "F", converter = PictureFormat.Written.class,
            description = "Format of all results: jpg, png, gif or bmp.")
    @Nullable PictureFormat format;

    @Option(names = "--recursive",
            description = "Resize pictures in sub-folders too; OUT_DIR gets the same sub-folders.")
    boolean recursive;

    @Option(names = "--overwrite",
            description = "Replace files in OUT_DIR; without it a picture fails if its result exists.")
    boolean overwrite;

    @Option(names = "--max-pixels", paramLabel = "N", converter = Count.class,
            description = "Refuse pictures with more pixels. Default: 100M.")
    long maxPixels = DEFAULT_MAX_PIXELS;

    @Option(names = "--workers", paramLabel = "N", converter = Count.class,
            description = "Number of worker JVMs, at most one for each picture. Default: one for each processor.")
    @Nullable Long workers;

    @Parameters(index = "0", paramLabel = "IN_DIR", description = "Folder with the pictures.")
    @Nullable Path from;

    @Parameters(index = "1", paramLabel = "OUT_DIR", description = "Folder for the results; created if missing.")
    @Nullable Path to;

    @Mixin
    CommonOptions common = new CommonOptions();

    public ImagesCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        ImagesReport report = new ImagesRun(console, plan(), common.verbose()).run();
        report.skipped().forEach(remark -> console.note(remark.toString()));
        report.failed().forEach(remark -> console.complain(remark.toString()));
        if (common.json()) {
            console.json(report.json());
        } else {
            console.out().print(report.text());
        }
        return report.failed().isEmpty() ? 0 : 1;
    }

    private ImagesPlan plan() {
        long workerCount = workers != null ? workers : Runtime.getRuntime().availableProcessors();
        range("--workers", workerCount, MAX_WORKERS);
        range("--max-pixels", maxPixels, MAX_PIXELS);
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
                    .formatted(folder, CauseText.of(closed)));
        }
    }

    /// The output folder with links resolved; compares it with the input folder before it is
    /// created.
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
                    .formatted(folder, CauseText.of(closed)));
        }
        return rest;
    }

    private void range(String option, long value, long greatest) {
        if (value < 1 || value > greatest) {
            throw usage("%s is out of range: %s; give 1 to %s"
                    .formatted(option, Count.grouped(value), Count.grouped(greatest)));
        }
    }

    private ParameterException usage(String message) {
        return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
    }
}

package io.millrace.engine.cli.images;

import io.millrace.engine.cli.images.ImagesPlan.Depth;
import io.millrace.engine.cli.images.ImagesPlan.Existing;
import io.millrace.engine.cli.images.PictureSize.Aspect;
import io.millrace.engine.cli.text.Arguments;
import io.millrace.engine.cli.text.CauseText;
import io.millrace.engine.cli.text.Command;
import io.millrace.engine.cli.text.Console;
import io.millrace.engine.cli.text.Count;
import io.millrace.engine.cli.text.FilePath;
import io.millrace.engine.cli.text.Usage;
import io.millrace.engine.cli.text.UsageException;
import io.millrace.shm.FileAccessException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The command `images`: reads the options, checks them, and makes an [ImagesPlan] of them.
public final class ImagesCommand implements Command {
    private static final String FOOTER = """
            A resized picture keeps its name and appears in OUT_DIR when it is complete. JPEGs are turned
            upright by their EXIF data, colours become sRGB, transparent pixels stay transparent in PNG and
            GIF and become white in other formats, an animation becomes its first picture. Metadata is lost.

            Pictures that cannot be resized (broken, unreadable, too large, the result exists already) are
            listed on standard error with the cause, and the exit code is 1. Files that are no pictures are
            listed there and skipped. Broken files are found by checksums (PNG), lengths and end marks (all).

            With --json: one object.
              pictures, resized                      number of pictures found and resized
              failed, skipped                        arrays of file, cause: pictures, and files that are none
              size, keepAspect, workers, seconds     the size, the number of workers, the time
              workerDeaths                           workers that died and were replaced
            """;

    private static final PictureSize DEFAULT_SIZE = new PictureSize(200, 200);
    private static final long DEFAULT_MAX_PIXELS = 100_000_000;
    /// The largest array of Java, with one `int` for each pixel.
    private static final long MAX_PIXELS = Integer.MAX_VALUE - 8;
    private static final int MAX_WORKERS = 1000;

    private final Console console;

    public ImagesCommand(Console console) {
        this.console = console;
    }

    @Override
    public Usage usage() {
        return Usage.ofCommand(
                        "images",
                        "Resize the pictures of a folder, in worker JVMs.",
                        "JPEG, PNG, GIF, BMP and WebP are read, whatever their names; WebP becomes PNG.")
                .operand("IN_DIR", "Folder with the pictures.")
                .operand("OUT_DIR", "Folder for the results; created if missing.")
                .option(
                        "size",
                        "WxH",
                        "Width and height of the results; proportions may change. Default: 200x200.")
                .flag("keep-aspect", "Keep the proportions: the largest size that fits into WxH.")
                .option("format", "F", "Format of all results: jpg, png, gif or bmp.")
                .choices("format", List.of("jpg", "png", "gif", "bmp"))
                .flag("recursive", "Resize pictures in sub-folders too; OUT_DIR gets the same sub-folders.")
                .flag("overwrite", "Replace files in OUT_DIR; without it a picture fails if its result exists.")
                .option("max-pixels", "N", "Refuse pictures with more pixels. Default: 100M.")
                .option(
                        "workers",
                        "N",
                        "Number of worker JVMs, at most one for each picture. Default: one for each processor.")
                .footer(FOOTER);
    }

    @Override
    public int run(Arguments arguments) {
        ImagesReport report = new ImagesRun(console, plan(arguments), arguments.verbose()).run();
        report.skipped().forEach(remark -> console.note(remark.toString()));
        report.failed().forEach(remark -> console.complain(remark.toString()));
        if (arguments.json()) {
            console.json(report.json());
        } else {
            console.out().print(report.text());
        }
        return report.failed().isEmpty() ? 0 : 1;
    }

    private static ImagesPlan plan(Arguments arguments) {
        long processors = Runtime.getRuntime().availableProcessors();
        PictureSize size = arguments.value("size", PictureSize::parse, DEFAULT_SIZE);
        PictureFormat format = arguments.value("format", PictureFormat::written);
        long workers = number(arguments, "workers", processors, MAX_WORKERS);
        long maxPixels = number(arguments, "max-pixels", DEFAULT_MAX_PIXELS, MAX_PIXELS);
        Path source = source(arguments.operand(0, FilePath::parse));
        Path target = target(arguments.operand(1, FilePath::parse), source);
        return new ImagesPlan(
                source,
                target,
                arguments.has("recursive") ? Depth.ALL : Depth.TOP,
                arguments.has("overwrite") ? Existing.REPLACED : Existing.KEPT,
                format,
                new ResizePicture(size, arguments.has("keep-aspect") ? Aspect.KEPT : Aspect.STRETCHED, maxPixels),
                (int) workers);
    }

    private static long number(Arguments arguments, String option, long otherwise, long greatest) {
        return Count.inRange("--" + option, arguments.value(option, Count::parse, otherwise), 1, greatest);
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
    private static Path target(Path folder, Path source) {
        Path real = real(folder);
        if (source.equals(real)) {
            throw new UsageException("IN_DIR and OUT_DIR are one folder: %s; give two".formatted(folder));
        }
        if (source.startsWith(real)) {
            throw new UsageException(("IN_DIR lies in OUT_DIR, where results could replace pictures: %s;"
                            + " give another OUT_DIR")
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
}

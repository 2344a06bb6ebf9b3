package io.millrace.engine.cli.images;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.engine.cli.images.ImagesPlan.Depth;
import io.millrace.engine.cli.images.ImagesPlan.Existing;
import io.millrace.engine.cli.images.PictureSize.Aspect;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PictureFolderTest {
    private static final ResizePicture RESIZE = new ResizePicture(new PictureSize(9, 9), Aspect.STRETCHED, 1000);

    @TempDir
    Path folder;

    private Path from;
    private Path to;

    @BeforeEach
    void makeFolders() throws IOException {
        from = Files.createDirectory(folder.resolve("from"));
        to = Files.createDirectory(folder.resolve("to"));
    }

    private void png(String name) throws IOException {
        Files.createDirectories(from.resolve(name).getParent());
        Files.write(from.resolve(name), TestPictures.encoded(TestPictures.painted(4, 4, 1), "png"));
    }

    private PictureFolder look(Depth depth, Existing existing, PictureFormat format) {
        return PictureFolder.of(new ImagesPlan(from, to, depth, existing, format, RESIZE, 1), new TemporaryNames());
    }

    private PictureFolder look() {
        return look(Depth.TOP, Existing.KEPT, null);
    }

    private String results(PictureFolder pictures) {
        return pictures.tasks().stream()
                .map(task -> "%s>%s:%s".formatted(
                        from.relativize(task.source()), to.relativize(task.target()), task.to().ending()))
                .collect(Collectors.joining(" "));
    }

    private static String files(List<ImageFailure> remarks) {
        return remarks.stream().map(remark -> remark.file().toString()).collect(Collectors.joining(" "));
    }

    @Test
    void aResultKeepsTheNameAndTheFormatOfThatName() throws Exception {
        for (String name : new String[] {"a.png", "b.JPG", "c", "d.webp", "e.data", "f.jpeg"}) {
            png(name);
        }
        Files.write(from.resolve("w.webp"), TestPictures.WEBP);
        PictureFolder pictures = look();
        assertEquals(
                "a.png>a.png:png b.JPG>b.JPG:jpg c>c.png:png d.webp>d.png:png e.data>e.data.png:png f.jpeg>f.jpeg:jpg "
                        + "w.webp>w.png:png",
                results(pictures));
        assertEquals(PictureFormat.PNG, pictures.tasks().get(1).from());
        assertEquals(
                "a.png>a.jpg:jpg b.JPG>b.JPG:jpg c>c.jpg:jpg d.webp>d.jpg:jpg e.data>e.data.jpg:jpg f.jpeg>f.jpeg:jpg "
                        + "w.webp>w.jpg:jpg",
                results(look(Depth.TOP, Existing.KEPT, PictureFormat.JPEG)));
    }

    @Test
    void ofTwoPicturesWithTheSameResultTheOneWithThatNameGetsItElseTheFirst() throws Exception {
        png("a.png");
        png("a.gif");
        png("b.bmp");
        png("b.gif");
        PictureFolder pictures = look(Depth.TOP, Existing.KEPT, PictureFormat.PNG);
        assertEquals("a.png>a.png:png b.bmp>b.png:png", results(pictures));
        assertEquals("a.gif: would be written to a.png, as a.png is; rename one of them",
                pictures.failed().get(0).toString());
        assertEquals("b.gif: would be written to b.png, as b.bmp is; rename one of them",
                pictures.failed().get(1).toString());
    }

    @Test
    void aFileNamedLikeAPictureThatIsNoneIsBrokenAndOtherFilesAreSkipped() throws Exception {
        Files.writeString(from.resolve("notes.txt"), "not a picture");
        Files.writeString(from.resolve("fake.jpg"), "not a picture");
        Files.createFile(from.resolve("empty.png"));
        Files.createFile(from.resolve("empty"));
        Files.writeString(from.resolve("text.bmp"), "B");
        Files.createSymbolicLink(from.resolve("nowhere.gif"), from.resolve("gone"));
        Files.createDirectory(from.resolve("folder.png"));
        PictureFolder pictures = look();
        assertEquals("", results(pictures));
        assertEquals("empty.png fake.jpg nowhere.gif text.bmp", files(pictures.failed()));
        assertEquals("empty folder.png notes.txt", files(pictures.skipped()));
        assertEquals("broken PNG: it is empty", pictures.failed().getFirst().cause());
    }

    @Test
    void aTextThatBeginsLikeAPictureIsSkippedUnlessItHasTheNameOfAPicture() throws Exception {
        for (String text : new String[] {"BM", "BMW is a maker of cars.", "GIF8",
                "GIF89a is a format of pictures.\n"}) {
            String name = "%s letters".formatted(text.length());
            Files.writeString(from.resolve(name), text);
            Files.writeString(from.resolve(name + ".gif"), text);
        }
        PictureFolder pictures = look();
        assertEquals("", results(pictures));
        assertEquals(4, pictures.skipped().size());
        assertEquals(4, pictures.failed().size());
    }

    @Test
    void subFoldersAreVisitedOnRequestExceptTheOutputFolder() throws Exception {
        png("a.png");
        png("sub/b.png");
        png("sub/deep/c.png");
        Files.createSymbolicLink(from.resolve("loop"), from);
        Files.createSymbolicLink(from.resolve("linked.png"), from.resolve("sub/b.png"));
        assertEquals("a.png>a.png:png linked.png>linked.png:png", results(look()));
        assertEquals("loop sub", files(look().skipped()));
        PictureFolder all = look(Depth.ALL, Existing.KEPT, null);
        assertEquals(
                "a.png>a.png:png linked.png>linked.png:png sub/b.png>sub/b.png:png sub/deep/c.png>sub/deep/c.png:png",
                results(all));
        assertEquals("loop", files(all.skipped()));
        assertEquals(3, all.targets().size());
        to = Files.createDirectory(from.resolve("out"));
        Files.copy(from.resolve("a.png"), to.resolve("old.png"));
        assertFalse(results(look(Depth.ALL, Existing.KEPT, null)).contains("old"));
        assertFalse(files(look().skipped()).contains("out"));
    }

    @Test
    void existingFilesStayUnlessTheyMayBeReplaced() throws Exception {
        png("a.png");
        Files.createFile(to.resolve("a.png"));
        PictureFolder pictures = look();
        assertEquals("a.png: is already there: file=%s; --overwrite replaces it".formatted(to.resolve("a.png")),
                pictures.failed().getFirst().toString());
        assertEquals("a.png>a.png:png", results(look(Depth.TOP, Existing.REPLACED, null)));
    }

    @Test
    void temporariesOfThisRunAndOldOnesOfOthersAreSwept() throws Exception {
        TemporaryNames temporaries = new TemporaryNames();
        TemporaryNames others = new TemporaryNames();
        Path mine = Files.createFile(temporaries.beside(to.resolve("x")));
        Path dead = Files.createFile(others.beside(to.resolve("x")));
        Path fresh = Files.createFile(others.beside(to.resolve("x")));
        Path other = Files.createFile(to.resolve(".millrace-notes.tmp"));
        for (Path old : List.of(dead, other)) {
            Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofDays(2))));
        }
        temporaries.sweep(to);
        assertFalse(Files.exists(mine) || Files.exists(dead));
        assertTrue(Files.exists(fresh) && Files.exists(other), "of a command that lives, perhaps in another container");
        temporaries.sweep(to.resolve("missing"));
    }

    /// Not even in one process, with one pid.
    @Test
    void twoRunsNeverShareATemporaryName() {
        TemporaryNames one = new TemporaryNames();
        TemporaryNames other = new TemporaryNames();
        Set<Path> names = new HashSet<>();
        for (int number = 0; number < 100; number++) {
            assertTrue(names.add(one.beside(to.resolve("x"))) && names.add(other.beside(to.resolve("x"))));
        }
    }

    /// A name in Latin-1, from an old archive; in a UTF-8 locale the JDK cannot represent it as
    /// text.
    @Test
    void aNameThatIsNoValidTextReachesTheWorkersUnchanged() throws Exception {
        png("a.png");
        Path odd = Path.of(URI.create(from.toUri() + "caf%E9%20x.png"));
        Files.move(from.resolve("a.png"), odd);
        PictureTask task = look().tasks().getFirst();
        assertEquals(odd, task.source());
        assertEquals(Path.of(URI.create(to.toUri() + "caf%E9%20x.png")), task.target());
        assertEquals(to, task.temporary().getParent());
        PictureTask gif = look(Depth.TOP, Existing.KEPT, PictureFormat.GIF).tasks().getFirst();
        assertEquals(Path.of(URI.create(to.toUri() + "caf%E9%20x.gif")), gif.target());
        assertEquals(Optional.empty(), new ResizePicture(new PictureSize(9, 9), Aspect.STRETCHED, 1000).apply(task));
        assertTrue(Files.exists(task.target()));
    }
}

package io.millrace.engine.cli.images;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.millrace.engine.cli.images.PictureSize.Aspect;
import io.millrace.engine.cli.text.UsageException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PictureSizeTest {
    @ParameterizedTest
    @CsvSource({
        "200x200, 400x300, 200x150", "200x200, 300x400, 150x200", "200x100, 100x100, 100x100",
        "200x200, 20x10, 200x100", "200x200, 10000x3, 200x1", "3x3, 9999x10000, 3x3", "200x200, 200x200, 200x200"
    })
    void proportionsAreKeptInsideTheGivenSize(String asked, String picture, String expected) {
        PictureSize size = PictureSize.parse(asked);
        assertEquals(PictureSize.parse(expected), size.of(PictureSize.parse(picture), Aspect.KEPT));
        assertEquals(size, size.of(PictureSize.parse(picture), Aspect.STRETCHED));
    }

    @ParameterizedTest
    @CsvSource({"200x100, 200, 100", "7, 7, 7", "1X10000, 1, 10000", "' 20x30 ', 20, 30"})
    void aSizeIsOneNumberOrTwo(String written, int width, int height) {
        assertEquals(new PictureSize(width, height), PictureSize.parse(written));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "200x", "x200", "200*200", "-1x5", "0x5", "5x10001", "999999999999x1", "1x2x3"})
    void textThatIsNoSizeIsRefused(String written) {
        assertThrows(UsageException.class, () -> PictureSize.parse(written));
    }
}

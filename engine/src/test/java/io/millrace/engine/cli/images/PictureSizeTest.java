package io.millrace.engine.cli.images;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.millrace.engine.cli.images.PictureSize.Aspect;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class PictureSizeTest {
    private final PictureSize.Text text = new PictureSize.Text();

    @ParameterizedTest
    @CsvSource({
        "200x200, 400x300, 200x150", "200x200, 300x400, 150x200", "200x100, 100x100, 100x100",
        "200x200, 20x10, 200x100", "200x200, 10000x3, 200x1", "3x3, 9999x10000, 3x3", "200x200, 200x200, 200x200"
    })
    void proportionsAreKeptInsideTheGivenSize(String asked, String picture, String expected) {
        PictureSize size = text.convert(asked);
        assertEquals(text.convert(expected), size.of(text.convert(picture), Aspect.KEPT));
        assertEquals(size, size.of(text.convert(picture), Aspect.STRETCHED));
    }

    @ParameterizedTest
    @CsvSource({"200x100, 200, 100", "7, 7, 7", "1X10000, 1, 10000", "' 20x30 ', 20, 30"})
    void aSizeIsOneNumberOrTwo(String written, int width, int height) {
        assertEquals(new PictureSize(width, height), text.convert(written));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "200x", "x200", "200*200", "-1x5", "0x5", "5x10001", "999999999999x1", "1x2x3"})
    void textThatIsNoSizeIsRefused(String written) {
        assertThrows(TypeConversionException.class, () -> text.convert(written));
    }
}

package io.millrace.engine.cli.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CountTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0", "1000, 1000", "64_000_000, 64000000", "'1,234,567', 1234567", "'12,000K', 12000000", "64M, 64000000",
        "64m, 64000000", "2Gi, 2147483648", "-5, -5",
        "+7, 7", "3k, 3000", "1T, 1000000000000", "9223372036854775807, 9223372036854775807"
    })
    void readsNumbersAsPeopleWriteThem(String text, long number) {
        assertEquals(number, Count.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "x", "1.5", "1e6", "64i", "M", "9223372036854775808", "10000000T", "1 000", "1,5", "1,50,000",
                "1000,000", ",5"
            })
    void textThatIsNoWholeNumberIsRefused(String text) {
        assertThrows(UsageException.class, () -> Count.parse(text));
    }

    @Test
    void oneRegionIsSingular() {
        assertEquals("1 worker", Count.of(1, "worker"));
        assertEquals("0 workers", Count.of(0, "worker"));
        assertEquals("1 worker process", Count.of(1, "worker process"));
        assertEquals("1,000 worker processes", Count.of(1000, "worker process"));
    }

    @Test
    void writesSizesWithTwoDigitsOrMore() {
        assertEquals("0 B", Count.bytes(0));
        assertEquals("1023 B", Count.bytes(1023));
        assertEquals("1.0 KiB", Count.bytes(1024));
        assertEquals("1.5 GiB", Count.bytes(3L << 29));
        assertEquals("24 GiB", Count.bytes(24L << 30));
        assertEquals("8.0 EiB", Count.bytes(Long.MAX_VALUE));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 4, 0.0000", "0.00004999, 4, 0.0000", "0.00005, 4, 0.0001", "1.9999, 2, 2.00", "12.3456, 1, 12.3",
        "99.5, 0, 100", "1234567.891, 2, 1234567.89"
    })
    void writesAFixedNumberOfDigits(double number, int digits, String text) {
        assertEquals(text, Count.fixed(number, digits));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | 0", "999 | 999", "1000 | 1,000", "-999 | -999", "-1000 | -1,000", "1234567 | 1,234,567",
                "-9223372036854775808 | -9,223,372,036,854,775,808"
            })
    void groupsDigitsByThree(long number, String text) {
        assertEquals(text, Count.grouped(number));
    }
}

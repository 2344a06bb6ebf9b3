package io.millrace.engine.cli.squares;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.engine.cli.Said;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `squares --input`, with files of each format.
@Timeout(120)
class SquaresInputIT {
    @TempDir
    Path folder;

    private static Said squares(String... arguments) {
        List<String> all = new ArrayList<>(List.of("squares", "--json", "--threads", "--repeat", "2", "--input"));
        all.addAll(List.of(arguments));
        return Said.by(all.toArray(String[]::new));
    }

    private static void assertSum(String type, String sum, String sumOfSquares, Said said) {
        assertEquals(0, said.code(), said.err());
        JsonNode report = new JsonMapper().readTree(said.out());
        assertEquals(type, report.get("type").asString());
        assertEquals(sum, report.get("sum").toString());
        assertEquals(sumOfSquares, report.get("sumOfSquares").toString());
    }

    @Test
    void columnsOfCsvFilesAreSummed() throws IOException {
        String file = write("data.csv", "price,amount\n1.5,1\n2.5,2\n\n-1,3\n");
        assertSum("double", "3", "9.5", squares(file, "--column", "price"));
        assertSum("long", "6", "14", squares(file, "--column", "amount", "--type", "long"));
        String bare = write("bare.CSV", "3\n4\n");
        assertSum("double", "7", "25", squares(bare));
        assertSum("byte", "7", "25", squares(bare, "--type", "byte"));
        String other = write("data.txt", "3,x\n4,y\n");
        assertSum("int", "7", "25", squares(other, "--column", "1", "--type", "int", "--in-place"));
    }

    @Test
    void bareNumbersAreSummed() throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(32).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(3).putInt(-4).putInt(0).putInt(0).putInt(0).putInt(0).putInt(0).putInt(0);
        String file = Files.write(folder.resolve("data.bin"), bytes.array()).toString();
        assertSum("int", "-1", "25", squares(file, "--type", "int"));
        assertSum("short", "-2", "26", squares(file, "--type", "short"));
        Files.write(folder.resolve("data.bin"), new byte[30]);
        assertComplaint("byteSize=30 is no multiple of 4 bytes of an element; give another --type", file, "int");
    }

    @Test
    void numpysFilesAreConverted() throws IOException {
        byte[] header = "{'descr': '>u2', 'fortran_order': True, 'shape': (2, 1), }\n"
                .getBytes(StandardCharsets.ISO_8859_1);
        ByteBuffer file = ByteBuffer.allocate(14 + header.length).order(ByteOrder.LITTLE_ENDIAN);
        file.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0}).putShort((short) header.length).put(header);
        file.put(new byte[] {0, 3, (byte) 0xff, (byte) 0xff});
        String path = Files.write(folder.resolve("data.npy"), file.array()).toString();
        assertSum("int", "65538", "4294836234", squares(path, "--type", "int"));
        assertComplaint("found=65535 as element 1, type uint16", path, "short");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "data.csv | --column c     | column=c; the first line has a, b",
                "data.csv | --column b     | line=3, column=b, found='x', expected=a double",
                "data.csv | --type int     | if the first line has the names of the columns, give one: --column NAME",
                "data.bin | --repeat 1     | of bare numbers give the --type, of a CSV file the --column",
                "data.csv | --seed 1       | leave out --elements, --random and --seed",
                "none.csv | --column a     | cannot read: file=",
                ".        | --type int     | is not a regular file",
            })
    void whatCannotBeReadIsRefusedInOneLine(String file, String options, String expected) throws IOException {
        write("data.csv", "a,b\n1,2\n3,x\n");
        write("data.bin", "not numpy's");
        List<String> all = new ArrayList<>(
                List.of("squares", "--threads", "--input", folder.resolve(file).toString()));
        all.addAll(List.of(options.split(" ")));
        Said said = Said.by(all.toArray(String[]::new));
        assertTrue(said.isOneComplaint() || said.err().contains("--seed"), said.err());
        assertTrue(said.err().contains(expected), said.err());
    }

    @Test
    void aColumnNeedsAFile() {
        Said said = Said.by("squares", "--column", "a");
        assertTrue(said.err().contains("--column needs --input"), said.err());
    }

    private void assertComplaint(String expected, String file, String type) {
        Said said = squares(file, "--type", type);
        assertEquals(1, said.code());
        assertTrue(said.isOneComplaint(), said.err());
        assertTrue(said.err().contains(expected), said.err());
    }

    private String write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }
}

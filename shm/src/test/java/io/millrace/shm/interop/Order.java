package io.millrace.shm.interop;

import java.util.ArrayList;
import java.util.List;
import net.openhft.chronicle.bytes.BytesIn;
import net.openhft.chronicle.bytes.BytesMarshallable;
import net.openhft.chronicle.bytes.BytesOut;

/// A message as programs on Chronicle Bytes have them. Knows nothing of Millrace.
public final class Order implements BytesMarshallable {
    private long id;
    private double price;
    private String symbol = "";
    private final List<String> notes = new ArrayList<>();

    Order() {}

    Order(long id, double price, String symbol, List<String> notes) {
        this.id = id;
        this.price = price;
        this.symbol = symbol;
        this.notes.addAll(notes);
    }

    /// One whose content follows from its number.
    static Order numbered(long number) {
        return new Order(number, number / 8.0, "SYM" + number, List.of("höy \uD83D\uDE00", "", "n" + number));
    }

    @Override
    public void writeMarshallable(BytesOut<?> out) {
        out.writeLong(id);
        out.writeDouble(price);
        out.writeUtf8(symbol);
        out.writeStopBit(notes.size());
        notes.forEach(out::writeUtf8);
    }

    @Override
    public void readMarshallable(BytesIn<?> in) {
        id = in.readLong();
        price = in.readDouble();
        symbol = in.readUtf8();
        notes.clear();
        for (long left = in.readStopBit(); left > 0; left--) {
            notes.add(in.readUtf8());
        }
    }

    @Override
    public String toString() {
        return id + " " + price + " " + symbol + " " + notes;
    }
}

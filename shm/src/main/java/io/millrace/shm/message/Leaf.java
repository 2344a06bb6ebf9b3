package io.millrace.shm.message;

import io.millrace.shm.message.Carrier.Input;
import io.millrace.shm.message.Carrier.Output;
import java.io.File;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Types of the JDK without parts that `Codec.any()` carries. Their number in a message is their
/// place in the list.
///
/// @param type exactly this class, or for `Path` and `ZoneId` what implements it
record Leaf<T>(Class<T> type, BiConsumer<T, Output> writer, Function<Input, T> reader) {
    private static final List<Leaf<?>> ALL = List.of(
            new Leaf<>(UUID.class, Leaf::writeUuid, in -> new UUID(in.getLong(), in.getLong())),
            new Leaf<>(URI.class, (value, out) -> out.putName(value.toString()), in -> URI.create(in.getName())),
            new Leaf<>(Path.class, Leaf::writePath, in -> Path.of(in.getName())),
            new Leaf<>(File.class, (value, out) -> out.putName(value.getPath()), in -> new File(in.getName())),
            new Leaf<>(
                    BigInteger.class,
                    (value, out) -> out.putValue("", value.toByteArray()),
                    in -> new BigInteger(bytes(in))),
            new Leaf<>(BigDecimal.class, Leaf::writeDecimal, in -> new BigDecimal(new BigInteger(bytes(in)), toInt(in))),
            new Leaf<>(Instant.class, Leaf::writeInstant, in -> Instant.ofEpochSecond(in.getLong(), in.getLong())),
            new Leaf<>(Duration.class, Leaf::writeDuration, in -> Duration.ofSeconds(in.getLong(), in.getLong())),
            new Leaf<>(Period.class, Leaf::writePeriod, in -> Period.of(toInt(in), toInt(in), toInt(in))),
            new Leaf<>(LocalDate.class, Leaf::writeDate, Leaf::date),
            new Leaf<>(LocalTime.class, Leaf::writeTime, Leaf::time),
            new Leaf<>(LocalDateTime.class, Leaf::writeDateTime, Leaf::dateTime),
            new Leaf<>(ZoneId.class, Leaf::writeZone, Leaf::zone),
            new Leaf<>(OffsetTime.class, Leaf::writeOffsetTime, in -> OffsetTime.of(time(in), offset(in))),
            new Leaf<>(OffsetDateTime.class, Leaf::writeOffsetDateTime, in -> OffsetDateTime.of(dateTime(in), offset(in))),
            new Leaf<>(
                    ZonedDateTime.class,
                    Leaf::writeZoned,
                    in -> ZonedDateTime.ofInstant(dateTime(in), offset(in), zone(in))),
            new Leaf<>(Year.class, (value, out) -> out.putLong(value.getValue()), in -> Year.of(toInt(in))),
            new Leaf<>(YearMonth.class, Leaf::writeYearMonth, in -> YearMonth.of(toInt(in), toInt(in))),
            new Leaf<>(MonthDay.class, Leaf::writeMonthDay, in -> MonthDay.of(toInt(in), toInt(in))));

    /// The number of the leaf type of that object; -1 when it is no leaf.
    static int numberOf(Object value) {
        for (int number = 0; number < ALL.size(); number++) {
            Class<?> type = ALL.get(number).type;
            boolean open = type == Path.class || type == ZoneId.class;
            if (open ? type.isInstance(value) : type == value.getClass()) {
                return number;
            }
        }
        return -1;
    }

    static void write(int number, Object value, Output output) {
        ALL.get(number).writeOne(value, output);
    }

    private void writeOne(Object value, Output output) {
        writer.accept(type.cast(value), output);
    }

    /// Null when there is no leaf type of that number.
    static @Nullable Object read(long number, Input input) {
        return number < 0 || number >= ALL.size() ? null : ALL.get((int) number).reader.apply(input);
    }

    private static int toInt(Input in) {
        return Math.toIntExact(in.getLong());
    }

    private static byte[] bytes(Input in) {
        return (byte[]) Objects.requireNonNull(in.getValue());
    }

    private static void writeUuid(UUID value, Output out) {
        out.putLong(value.getMostSignificantBits());
        out.putLong(value.getLeastSignificantBits());
    }

    private static void writePath(Path value, Output out) {
        if (value.getFileSystem() != FileSystems.getDefault()) {
            throw out.refusal(value.getClass(), "only paths of the default file system travel");
        }
        out.putName(value.toString());
    }

    private static void writeDecimal(BigDecimal value, Output out) {
        out.putValue("", value.unscaledValue().toByteArray());
        out.putLong(value.scale());
    }

    private static void writeInstant(Instant value, Output out) {
        out.putLong(value.getEpochSecond());
        out.putLong(value.getNano());
    }

    private static void writeDuration(Duration value, Output out) {
        out.putLong(value.getSeconds());
        out.putLong(value.getNano());
    }

    private static void writePeriod(Period value, Output out) {
        out.putLong(value.getYears());
        out.putLong(value.getMonths());
        out.putLong(value.getDays());
    }

    private static void writeDate(LocalDate value, Output out) {
        out.putLong(value.toEpochDay());
    }

    private static LocalDate date(Input in) {
        return LocalDate.ofEpochDay(in.getLong());
    }

    private static void writeTime(LocalTime value, Output out) {
        out.putLong(value.toNanoOfDay());
    }

    private static LocalTime time(Input in) {
        return LocalTime.ofNanoOfDay(in.getLong());
    }

    private static void writeDateTime(LocalDateTime value, Output out) {
        writeDate(value.toLocalDate(), out);
        writeTime(value.toLocalTime(), out);
    }

    private static LocalDateTime dateTime(Input in) {
        return LocalDateTime.of(date(in), time(in));
    }

    private static void writeZone(ZoneId value, Output out) {
        out.putName(value.getId());
    }

    private static ZoneId zone(Input in) {
        return ZoneId.of(in.getName());
    }

    private static void writeOffset(ZoneOffset value, Output out) {
        out.putLong(value.getTotalSeconds());
    }

    private static ZoneOffset offset(Input in) {
        return ZoneOffset.ofTotalSeconds(toInt(in));
    }

    private static void writeOffsetTime(OffsetTime value, Output out) {
        writeTime(value.toLocalTime(), out);
        writeOffset(value.getOffset(), out);
    }

    private static void writeOffsetDateTime(OffsetDateTime value, Output out) {
        writeDateTime(value.toLocalDateTime(), out);
        writeOffset(value.getOffset(), out);
    }

    private static void writeZoned(ZonedDateTime value, Output out) {
        writeDateTime(value.toLocalDateTime(), out);
        writeOffset(value.getOffset(), out);
        writeZone(value.getZone(), out);
    }

    private static void writeYearMonth(YearMonth value, Output out) {
        out.putLong(value.getYear());
        out.putLong(value.getMonthValue());
    }

    private static void writeMonthDay(MonthDay value, Output out) {
        out.putLong(value.getMonthValue());
        out.putLong(value.getDayOfMonth());
    }
}

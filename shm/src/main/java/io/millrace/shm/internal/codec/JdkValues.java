package io.millrace.shm.internal.codec;

import io.millrace.shm.internal.codec.ValueCodec.Input;
import io.millrace.shm.internal.codec.ValueCodec.Output;
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
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Types of the JDK without parts that `Codec.any()` carries. Their number in a message is their
/// place in the list.
///
/// @param type exactly this class, or for `Path` and `ZoneId` what implements it
/// @param fromName for those that are a name and nothing else
record JdkValues<T>(
        Class<T> type,
        BiConsumer<T, Output> writer,
        Function<Input, T> reader,
        @Nullable Function<String, T> fromName) {
    private JdkValues(Class<T> type, BiConsumer<T, Output> writer, Function<Input, T> reader) {
        this(type, writer, reader, null);
    }

    private static <T> JdkValues<T> named(Class<T> type, BiConsumer<T, Output> writer, Function<String, T> fromName) {
        return new JdkValues<>(type, writer, in -> fromName.apply(in.getName()), fromName);
    }

    /// An object that there is once in each JVM.
    @SuppressWarnings("unchecked")
    private static JdkValues<Object> only(Object value) {
        return new JdkValues<>((Class<Object>) value.getClass(), (same, out) -> {}, in -> value);
    }

    private static final List<JdkValues<?>> ALL = List.of(
            new JdkValues<>(UUID.class, JdkValues::writeUuid, in -> new UUID(in.getLong(), in.getLong())),
            named(URI.class, (value, out) -> out.putName(value.toString()), URI::create),
            named(Path.class, JdkValues::writePath, Path::of),
            named(File.class, (value, out) -> out.putName(value.getPath()), File::new),
            new JdkValues<>(
                    BigInteger.class,
                    (value, out) -> out.putValue("", value.toByteArray()),
                    in -> new BigInteger(bytes(in))),
            new JdkValues<>(BigDecimal.class, JdkValues::writeDecimal,
                    in -> new BigDecimal(new BigInteger(bytes(in)), toInt(in))),
            new JdkValues<>(
                    Instant.class, JdkValues::writeInstant, in -> Instant.ofEpochSecond(in.getLong(), in.getLong())),
            new JdkValues<>(
                    Duration.class, JdkValues::writeDuration, in -> Duration.ofSeconds(in.getLong(), in.getLong())),
            new JdkValues<>(Period.class, JdkValues::writePeriod, in -> Period.of(toInt(in), toInt(in), toInt(in))),
            new JdkValues<>(LocalDate.class, JdkValues::writeDate, JdkValues::date),
            new JdkValues<>(LocalTime.class, JdkValues::writeTime, JdkValues::time),
            new JdkValues<>(LocalDateTime.class, JdkValues::writeDateTime, JdkValues::dateTime),
            named(ZoneId.class, JdkValues::writeZone, ZoneId::of),
            new JdkValues<>(OffsetTime.class, JdkValues::writeOffsetTime, in -> OffsetTime.of(time(in), offset(in))),
            new JdkValues<>(OffsetDateTime.class, JdkValues::writeOffsetDateTime,
                    in -> OffsetDateTime.of(dateTime(in), offset(in))),
            new JdkValues<>(
                    ZonedDateTime.class,
                    JdkValues::writeZoned,
                    in -> ZonedDateTime.ofInstant(dateTime(in), offset(in), zone(in))),
            new JdkValues<>(Year.class, (value, out) -> out.putLong(value.getValue()), in -> Year.of(toInt(in))),
            new JdkValues<>(YearMonth.class, JdkValues::writeYearMonth, in -> YearMonth.of(toInt(in), toInt(in))),
            new JdkValues<>(MonthDay.class, JdkValues::writeMonthDay, in -> MonthDay.of(toInt(in), toInt(in))),
            new JdkValues<>(OptionalInt.class, JdkValues::writeOptionalInt, JdkValues::optionalInt),
            new JdkValues<>(OptionalLong.class, JdkValues::writeOptionalLong, JdkValues::optionalLong),
            new JdkValues<>(OptionalDouble.class, JdkValues::writeOptionalDouble, JdkValues::optionalDouble),
            only(Comparator.reverseOrder()),
            only(String.CASE_INSENSITIVE_ORDER));

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
    static @Nullable JdkValues<?> ofNumber(int number) {
        return number < 0 || number >= ALL.size() ? null : ALL.get(number);
    }

    Object read(Input input) {
        return Objects.requireNonNull(reader.apply(input));
    }

    boolean isNamed() {
        return fromName != null;
    }

    Object ofName(String name) {
        return Objects.requireNonNull(Objects.requireNonNull(fromName).apply(name));
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

    private static void writeOptionalInt(OptionalInt value, Output out) {
        out.putValue("", value.isPresent() ? value.getAsInt() : null);
    }

    private static OptionalInt optionalInt(Input in) {
        Integer value = (Integer) in.getValue();
        return value == null ? OptionalInt.empty() : OptionalInt.of(value);
    }

    private static void writeOptionalLong(OptionalLong value, Output out) {
        out.putValue("", value.isPresent() ? value.getAsLong() : null);
    }

    private static OptionalLong optionalLong(Input in) {
        Long value = (Long) in.getValue();
        return value == null ? OptionalLong.empty() : OptionalLong.of(value);
    }

    private static void writeOptionalDouble(OptionalDouble value, Output out) {
        out.putValue("", value.isPresent() ? value.getAsDouble() : null);
    }

    private static OptionalDouble optionalDouble(Input in) {
        Double value = (Double) in.getValue();
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }
}

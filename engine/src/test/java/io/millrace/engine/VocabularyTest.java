package io.millrace.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.millrace.testing.SourceTree;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Names that `docs/internals/vocabulary.md` has replaced by those of the field stay away.
class VocabularyTest {
    /// Nowhere: neither in code nor in comments, pages, models and names of files.
    private static final Set<String> WORDS = words("""
            AckWatch BareAccess DeathStories DeathStory Doorbell EachWorker EachWorkerCall EachWorkerRunner ExtraSeats
            FasterOfTwo GuestCrew GuestPool JobRunner NewsBell NoCrew Obituary Offspring OwnPool PartSweeper PatientLock
            RowCheck RowInWork SeatWait StandIn TaskOverflow ThreadGuard
            """);

    /// Plain English, but not the name of a type.
    private static final Set<String> TYPES = words("""
            Annex Attachment Bell Carrier Carriers Collecting Doomed Dropping Elastic Endpoint Gate Hands Helpers
            Items Lookout Misunderstanding Pace Patience Pins Refused Remark Roster Seats Site Sleepers Tally
            Tenure Turns Victim
            """);

    /// Not the name of a method, field or constant.
    private static final Set<String> MEMBERS = words("""
            CONDEMNED DOOMED EAGER_LOOKS FAREWELLS NEGLECT PARTING bury condemn goesHome pardon sendHome
            sitDown standUp undertaker
            """);

    /// Not a part of the name of a crash point.
    private static final Set<String> POINT_PARTS =
            words("afterDoom condemned each obituary overflow afterOverflow beforeOverflow seat beforeSeats settle");

    private static final Pattern WORD = Pattern.compile("\\w+");
    private static final Pattern TYPE = Pattern.compile("\\b(?:class|interface|record|enum) (\\w+)");
    private static final Pattern POINT = Pattern.compile("CrashPoint\\.hit\\(\"([^\"]+)\"");
    private static final Pattern TEXT =
            Pattern.compile("//[^\n]*|/\\*.*?\\*/|\"\"\".*?\"\"\"|\"(?:[^\"\\\\\n]|\\\\.)*\"", Pattern.DOTALL);
    private static final String OWN_FILE = VocabularyTest.class.getSimpleName() + ".java";

    private static Set<String> words(String list) {
        return Set.of(list.strip().split("\\s+"));
    }

    private static List<Path> files(String... endings) throws IOException {
        return SourceTree.files(endings).stream()
                .filter(file -> !file.endsWith(OWN_FILE))
                .toList();
    }

    /// Which of those the pattern finds, as "file: name".
    private static Set<String> found(Path file, Pattern pattern, String text, Set<String> names) {
        return pattern.matcher(text)
                .results()
                .map(result -> result.groupCount() == 0 ? result.group() : result.group(1))
                .filter(names::contains)
                .map(name -> file + ": " + name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void replacedWordsAreNowhere() throws IOException {
        Set<String> found = new TreeSet<>();
        for (Path file : files(".java", ".md", ".pml", ".c", ".h", ".def", ".py")) {
            found.addAll(found(file, WORD, file + " " + SourceTree.read(file), WORDS));
        }
        assertEquals(Set.of(), found);
    }

    @Test
    void replacedNamesOfTypesAndMembersAreNotInTheCode() throws IOException {
        Set<String> found = new TreeSet<>();
        for (Path file : files(".java")) {
            String code = TEXT.matcher(SourceTree.read(file)).replaceAll(Matcher.quoteReplacement("\"\""));
            found.addAll(found(file, TYPE, code, TYPES));
            found.addAll(found(file, WORD, code, MEMBERS));
        }
        assertEquals(Set.of(), found);
    }

    @Test
    void crashPointsUseTheSameWords() throws IOException {
        Set<String> found = new TreeSet<>();
        for (Path file : files(".java")) {
            for (var point : POINT.matcher(SourceTree.read(file)).results().toList()) {
                if (Arrays.stream(point.group(1).split("\\.")).anyMatch(POINT_PARTS::contains)) {
                    found.add(file + ": " + point.group(1));
                }
            }
        }
        assertEquals(Set.of(), found);
    }

    @Test
    void theSearchFindsWhatItShall() {
        Path file = Path.of("A.java");
        assertEquals(Set.of("A.java: Seats"), found(file, TYPE, "final class Seats {", TYPES));
        assertEquals(Set.of("A.java: sitDown"), found(file, WORD, "slots.sitDown(1);", MEMBERS));
        assertEquals("f(\"\", \"\"); \"\"", TEXT.matcher("f(\"a\\\"b\", \"\"\"\nc\"\"\"); // d").replaceAll("\"\""));
    }
}

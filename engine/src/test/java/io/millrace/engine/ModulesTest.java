package io.millrace.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import io.millrace.ckernel.CLibrary;
import io.millrace.shm.SharedMemory;
import java.io.IOException;
import java.io.Serializable;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The descriptors of the modules say what `api.txt` and `META-INF/services` say.
class ModulesTest {
    private static final Pattern PACKAGE = Pattern.compile("^([a-z]\\w*\\.)+");

    /// The modules that have a descriptor.
    enum Part {
        SHM("shm", SharedMemory.class),
        NATIVE("native", CLibrary.class),
        ENGINE("engine", Pool.class);

        private final Path folder;
        private final ModuleDescriptor descriptor;

        Part(String folder, Class<?> type) {
            this.folder = Path.of("..", folder);
            this.descriptor = ModuleFinder.of(Compiled.home(type)).findAll().iterator().next().descriptor();
        }
    }

    @ParameterizedTest
    @EnumSource
    void theApiPackagesAreExportedToAllAndNoOtherPackageIs(Part part) throws IOException {
        Set<String> exported = part.descriptor.exports().stream()
                .filter(export -> !export.isQualified())
                .map(ModuleDescriptor.Exports::source)
                .collect(Collectors.toCollection(TreeSet::new));
        try (Stream<String> lines = Files.lines(part.folder.resolve("api.txt"))) {
            assertEquals(lines.map(ModulesTest::packageOf).collect(Collectors.toCollection(TreeSet::new)), exported);
        }
    }

    private static String packageOf(String line) {
        return PACKAGE.matcher(line)
                .results()
                .map(found -> found.group().substring(0, found.group().length() - 1))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @EnumSource
    void theServicesOfTheClassPathAreThoseOfTheModule(Part part) throws IOException {
        Map<String, List<String>> provided = new TreeMap<>();
        part.descriptor.provides().forEach(each -> provided.put(each.service(), each.providers()));
        assertEquals(services(part.folder.resolve("src/main/resources/META-INF/services")), provided);
    }

    private static Map<String, List<String>> services(Path folder) throws IOException {
        Map<String, List<String>> services = new TreeMap<>();
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    services.put(file.getFileName().toString(), Files.readAllLines(file));
                }
            }
        }
        return services;
    }

    /// A record of a package that is not open to the codec cannot be sent on the module path.
    @Test
    void thePackagesOfFunctionsThatTravelAsRecordsAreOpenToTheCodec() {
        ModuleDescriptor descriptor = Part.ENGINE.descriptor;
        Set<String> open = new TreeSet<>();
        descriptor.opens().forEach(each -> open.add(each.source()));
        descriptor.exports().forEach(each -> open.add(each.source()));
        JavaClasses classes = new ClassFileImporter().importPath(Compiled.home(Pool.class));
        ArchRuleDefinition.classes()
                .that()
                .areRecords()
                .and()
                .areAssignableTo(Serializable.class)
                .and()
                .resideOutsideOfPackage("io.millrace.engine.cli..") // it runs from the class path
                .should()
                .resideInAnyPackage(open.toArray(String[]::new))
                .check(classes);
    }
}

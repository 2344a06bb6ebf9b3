package io.millrace.testing;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Parts of the JDK that no class of Millrace may name: what is not supported, and Java serialization, which runs code
/// that the bytes choose.
public final class ForbiddenApi {
    private static final List<String> FORBIDDEN = List.of(
            "sun.misc.", "jdk.internal.", "java.io.ObjectOutput", "java.io.ObjectInput", "java.rmi.");

    private ForbiddenApi() {}

    /// One line for each use of them; `extra` are more prefixes of class names that this module's classes may not name.
    public static Set<String> uses(JavaClasses classes, String... extra) {
        Set<String> found = new TreeSet<>();
        for (JavaClass from : classes) {
            for (Dependency dependency : from.getDirectDependenciesFromSelf()) {
                String to = dependency.getTargetClass().getBaseComponentType().getName();
                if (FORBIDDEN.stream().anyMatch(to::startsWith) || List.of(extra).stream().anyMatch(to::startsWith)) {
                    found.add("%s uses %s".formatted(from.getName(), to));
                }
            }
        }
        return found;
    }

    /// One line for each class that makes its thread wait on its own: spins, yields, parks, sleeps
    /// or calls the kernel's futex. Waiting goes through `shm.internal.wait`, which alone knows how
    /// long and how.
    public static Set<String> waits(JavaClasses classes) {
        Set<String> found = new TreeSet<>();
        for (JavaClass from : classes) {
            for (JavaAccess<?> access : from.getAccessesFromSelf()) {
                String owner = access.getTargetOwner().getName();
                String name = access.getName();
                boolean waits = owner.equals("java.lang.Thread")
                        && Set.of("onSpinWait", "yield", "sleep").contains(name)
                        || owner.equals("java.util.concurrent.locks.LockSupport") && name.startsWith("park")
                        || owner.equals("io.millrace.shm.internal.os.Futex");
                boolean own = from.getName().equals(owner);
                if (waits && !own && !from.getPackageName().equals("io.millrace.shm.internal.wait")) {
                    found.add(
                            "%s calls %s.%s".formatted(from.getName(), access.getTargetOwner().getSimpleName(), name));
                }
            }
        }
        return found;
    }
}

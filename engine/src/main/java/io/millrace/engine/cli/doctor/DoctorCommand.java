package io.millrace.engine.cli.doctor;

import io.millrace.ckernel.NativeLibraryException;
import io.millrace.engine.cli.doctor.Finding.Verdict;
import io.millrace.engine.cli.text.Arguments;
import io.millrace.engine.cli.text.Command;
import io.millrace.engine.cli.text.Console;
import io.millrace.engine.cli.text.TextTable;
import io.millrace.engine.cli.text.Usage;
import io.millrace.shm.MillraceException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// The command `doctor`: checks what Millrace needs of this machine and this JVM.
public final class DoctorCommand implements Command {
    private static final String FOOTER = """
            Exit code 1 when there is a problem. With --json: an array of subject, verdict, fact, remedy.
            """;

    private final Console console;

    public DoctorCommand(Console console) {
        this.console = console;
    }

    @Override
    public Usage usage() {
        return Usage.ofCommand("doctor", "Check what Millrace needs of this machine, and say what to do.")
                .footer(FOOTER);
    }

    @Override
    public int run(Arguments arguments) {
        List<Finding> findings = examine(List.of(
                JvmChecks::release,
                JvmChecks::nativeAccess,
                JvmChecks::opens,
                JvmChecks::vectorModule,
                JvmChecks::cLibrary,
                JvmChecks::jpegDecoder,
                CacheChecks::caches,
                MachineChecks::processors,
                MachineChecks::memory,
                MachineChecks::sharedMemory,
                MachineChecks::defaultFolder,
                MachineChecks::hugePages,
                KernelChecks::futex,
                KernelChecks::locks,
                KernelChecks::mappedFile));
        if (arguments.json()) {
            console.json(findings.stream().map(Finding::json).toList());
        } else {
            print(findings);
        }
        return findings.stream().anyMatch(finding -> finding.verdict() == Verdict.PROBLEM) ? 1 : 0;
    }

    /// Runs the checks. A check that throws is a problem too.
    static List<Finding> examine(List<Supplier<Finding>> checks) {
        List<Finding> findings = new ArrayList<>();
        for (Supplier<Finding> check : checks) {
            try {
                findings.add(check.get());
            } catch (MillraceException | NativeLibraryException | IllegalStateException failed) {
                findings.add(Finding.problem("check", String.valueOf(failed.getMessage()), "see above"));
            }
        }
        return findings;
    }

    private void print(List<Finding> findings) {
        TextTable table = new TextTable("lll");
        for (Finding finding : findings) {
            boolean ok = finding.verdict() == Verdict.OK;
            table.row(ok ? "ok" : finding.verdict().name(), finding.subject(), finding.fact());
            if (!finding.remedy().isEmpty()) {
                table.row("", "", "-> " + finding.remedy());
            }
        }
        console.out().print(table);
    }
}

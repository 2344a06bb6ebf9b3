package io.millrace.engine.internal.jvm;

import java.util.List;

/// Names of signals on Linux, for x86-64 and AArch64: signal(7).
public final class SignalName {
    private static final List<String> FROM_ONE = List.of(
            "SIGHUP", "SIGINT", "SIGQUIT", "SIGILL", "SIGTRAP", "SIGABRT", "SIGBUS", "SIGFPE", "SIGKILL", "SIGUSR1",
            "SIGSEGV", "SIGUSR2", "SIGPIPE", "SIGALRM", "SIGTERM", "SIGSTKFLT", "SIGCHLD", "SIGCONT", "SIGSTOP",
            "SIGTSTP",
            "SIGTTIN", "SIGTTOU", "SIGURG", "SIGXCPU", "SIGXFSZ", "SIGVTALRM", "SIGPROF", "SIGWINCH", "SIGIO", "SIGPWR",
            "SIGSYS");

    private SignalName() {}

    /// `SIGKILL (9)`; the number alone for a signal without a name.
    public static String of(int signal) {
        return signal >= 1 && signal <= FROM_ONE.size()
                ? FROM_ONE.get(signal - 1) + " (" + signal + ")"
                : Integer.toString(signal);
    }
}

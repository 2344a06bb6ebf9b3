package io.millrace.spark.cluster;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Addresses of a [TestCluster]: those of the loopback, or a link that a test can cut.
public abstract sealed class Network implements AutoCloseable {
    /// Address of the Master and of drivers.
    abstract String master();

    /// Addresses of the nodes.
    abstract List<String> nodes();

    /// What a command of that node starts with.
    abstract List<String> command(int node);

    @Override
    public abstract void close();

    /// 127.0.0.1 for the Master, 127.0.0.2 and 127.0.0.3 for the nodes.
    public static Network loopback() {
        return new Loopback();
    }

    /// Node 1 in a network namespace of its own, linked to this machine; all others use the address of this machine's
    /// end. It takes `ip` and root: where these are missing, the test is skipped.
    public static Link link() {
        Link link = new Link();
        try {
            link.open();
            return link;
        } catch (AssertionError refused) {
            link.close();
            String reason = "no link is cut, which takes ip and root: " + refused.getMessage();
            System.err.println(reason);
            return abort(reason);
        }
    }

    private static final class Loopback extends Network {
        @Override
        String master() {
            return "127.0.0.1";
        }

        @Override
        List<String> nodes() {
            return List.of("127.0.0.2", "127.0.0.3");
        }

        @Override
        List<String> command(int node) {
            return List.of();
        }

        @Override
        public void close() {
            // nothing was made
        }
    }

    /// A pair of virtual Ethernet devices (veth(4)), one end in a network namespace (ip-netns(8)).
    public static final class Link extends Network {
        /// The node behind the link.
        public static final int FAR_NODE = 1;

        private final long pid = ProcessHandle.current().pid();
        private final String namespace = "millrace-" + pid;
        private final String near = "mr" + pid + "a"; // a name has at most 15 characters
        private final String far = "mr" + pid + "b";
        private final String subnet = "198.18." + pid % 256 + "."; // for tests of networks: RFC 2544

        private void open() {
            ip("netns", "add", namespace);
            ip("link", "add", near, "type", "veth", "peer", "name", far, "netns", namespace);
            ip("addr", "add", subnet + "1/24", "dev", near);
            ip("link", "set", near, "up");
            ip("-n", namespace, "addr", "add", subnet + "2/24", "dev", far);
            ip("-n", namespace, "link", "set", "lo", "up");
            restore();
        }

        /// Cuts the link: packets between the node and all others are lost, and nobody is told.
        public void cut() {
            ip("-n", namespace, "link", "set", far, "down");
        }

        /// Mends the link.
        public void restore() {
            ip("-n", namespace, "link", "set", far, "up");
        }

        @Override
        String master() {
            return subnet + "1";
        }

        @Override
        List<String> nodes() {
            return List.of(subnet + "1", subnet + "2");
        }

        @Override
        List<String> command(int node) {
            return node == FAR_NODE ? List.of("ip", "netns", "exec", namespace) : List.of();
        }

        /// Removes the namespace and the link with it.
        @Override
        public void close() {
            try {
                ip("netns", "delete", namespace);
            } catch (AssertionError neverMade) {
                // nothing to remove
            }
        }

        private static void ip(String... arguments) {
            List<String> command = new ArrayList<>(List.of("ip"));
            command.addAll(List.of(arguments));
            try {
                Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
                String said = new String(process.getInputStream().readAllBytes());
                if (!process.waitFor(20, TimeUnit.SECONDS) || process.exitValue() != 0) {
                    throw new AssertionError(command + ": " + said.strip());
                }
            } catch (IOException error) {
                throw new AssertionError(command + ": " + error.getMessage(), error);
            } catch (InterruptedException stop) {
                throw new AssertionError(stop);
            }
        }
    }
}

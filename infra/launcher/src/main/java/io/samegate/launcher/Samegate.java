package io.samegate.launcher;

import io.samegate.launcher.JvmCommand.Aot;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The ./samegate command. */
@Command(
        name = "./samegate",
        description = "Kubernetes Services without Kubernetes: one command for the whole system on this machine.",
        usageHelpWidth = 112,
        mixinStandardHelpOptions = true,
        version = Samegate.VERSION,
        footer = {
            "",
            "Environment (each has a default):",
            "  SAMEGATE_HOME             data, logs, pid files (.samegate in the checkout)",
            "  SAMEGATE_INSTANCE         0-80; moves all ports and addresses of a second installation (0)",
            "  SAMEGATE_NODES            gateways (3)",
            "  SAMEGATE_NODE_PORT_RANGE  node ports (30000-32767)",
            "  SAMEGATE_API_PORT         Kubernetes API and events (8080)",
            "  SAMEGATE_KAFKA_PORT, SAMEGATE_KAFKA_CONTROLLER_PORT   broker (9092, 9093)",
            "  SAMEGATE_ALLOCATOR_PORT, SAMEGATE_TRACKER_PORT, SAMEGATE_GATEWAY_PORT   health (10251, 10252, 10256)",
            "  SAMEGATE_POD_PORT         first of the demo's three web servers (18081)",
            "  JAVA_HOME                 a JDK 21 or later; looked for where it is not set"
        })
public final class Samegate {

    static final String VERSION = "Samegate 0.1.0";

    private static final String TLS =
            "the API speaks TLS and asks who comes; makes a certificate authority, certificates,"
                    + " a token file and a file of bindings under $SAMEGATE_HOME/tls";

    private final PrintStream out;
    private final Path root;

    private Samegate(PrintStream out, Path root) {
        this.out = out;
        this.root = root;
    }

    public static void main(String[] arguments) {
        Path root = Path.of(System.getProperty("samegate.root", "."))
                .toAbsolutePath()
                .normalize();
        CommandLine line = commandLine(System.out, root);
        line.setExecutionExceptionHandler((failure, command, parsed) -> {
            if (failure instanceof UserError) {
                System.err.println("samegate: " + failure.getMessage());
                return 1;
            }
            throw failure;
        });
        System.exit(line.execute(arguments.length == 0 ? new String[] {"--help"} : arguments));
    }

    /** The command with its subcommands. */
    static CommandLine commandLine(PrintStream out, Path root) {
        return new CommandLine(new Samegate(out, root));
    }

    @Command(
            mixinStandardHelpOptions = true,
            version = VERSION,
            description = "Starts everything and returns when it is ready; what runs already is left alone.")
    void up(
            @Option(names = "--nodes", paramLabel = "N", description = "gateways, instead of SAMEGATE_NODES")
                    Integer nodes,
            @Option(names = "--tls", description = TLS) boolean tls) {
        Installation installation = installation(nodes, tls);
        installation.exclusively(() -> {
            bringUp(installation);
        });
        out.println();
        out.println(nextSteps(installation));
    }

    @Command(
            mixinStandardHelpOptions = true,
            version = VERSION,
            description = "up, three pods, a NodePort Service, and an answer from every pod on every node.")
    void demo(
            @Option(names = "--nodes", paramLabel = "N", description = "gateways, instead of SAMEGATE_NODES")
                    Integer nodes,
            @Option(names = "--tls", description = TLS) boolean tls) {
        Installation installation = installation(nodes, tls);
        installation.exclusively(() -> {
            bringUp(installation);
            Demo demo = new Demo(installation, out);
            out.println("Starting three web servers and registering them as pods");
            demo.startPods();
            out.println();
            demo.show();
        });
        out.println();
        out.println(nextSteps(installation));
    }

    @Command(
            mixinStandardHelpOptions = true,
            version = VERSION,
            description = "Starts and registers the demo's three pods, without the Service.")
    void pods() {
        Installation installation = installation(null, false);
        installation.exclusively(() -> {
            new Demo(installation, out).startPods();
        });
    }

    @Command(
            mixinStandardHelpOptions = true,
            version = VERSION,
            description = "Shows every process and whether it is ready; exits 1 if one is not.")
    int status() {
        Installation installation = installation(null, false);
        TextTable table = TextTable.of("NAME", "PID", "STATE", "ADDRESS", "LOG");
        boolean allWell = true;
        Probe probe = installation.probe();
        List<Program> pods = installation.programs().pods().stream()
                .filter(pod -> Files.exists(installation.home().pidFile(pod.name())))
                .toList();
        for (Program program : concat(installation.programs().system(), pods)) {
            Optional<ProcessHandle> process = installation.processes().find(program.name());
            String state = process.isEmpty() ? "stopped" : probe.isReady(program) ? "ready" : "not ready";
            allWell &= state.equals("ready");
            table.add(
                    program.name(),
                    process.map(p -> Long.toString(p.pid())).orElse("-"),
                    state,
                    program.listens().toString(),
                    installation.home().log(program.name()).toString());
        }
        out.print(table);
        return allWell ? 0 : 1;
    }

    @Command(
            mixinStandardHelpOptions = true,
            version = VERSION,
            description = "Prints the logs: the end of each, or one of them whole.")
    void logs(@Parameters(arity = "0..1", paramLabel = "SERVICE", description = "a name that status shows") String name)
            throws IOException {
        Installation installation = installation(null, false);
        List<String> known =
                installation.programs().system().stream().map(Program::name).toList();
        if (name == null) {
            for (String program : known) {
                out.println("==> " + program + " <==");
                out.println(installation.tail(program));
            }
            return;
        }
        Path log = installation.home().log(name);
        if (!Files.isReadable(log)) {
            throw new UserError(
                    "There is no log of \"" + name + "\" (expected: one of " + String.join(", ", known) + ").");
        }
        Files.copy(log, out);
    }

    @Command(
            mixinStandardHelpOptions = true,
            version = VERSION,
            description = "Stops exactly what was started; the data stays.")
    void down() {
        Installation installation = installation(null, false);
        if (!Files.isDirectory(installation.home().runFolder())) {
            out.println("Nothing runs in " + installation.home().path() + ".");
            return;
        }
        installation.exclusively(() -> {
            installation.stop();
        });
    }

    @Command(mixinStandardHelpOptions = true, version = VERSION, description = "down, and deletes the data.")
    void reset() {
        down();
        Installation installation = installation(null, false);
        installation.home().delete();
        out.println("Deleted " + installation.home().path() + ".");
    }

    @Command(
            mixinStandardHelpOptions = true,
            version = VERSION,
            description = "Writes a kubeconfig for this installation and prints the line that makes kubectl use it.")
    void kubeconfig(
            @Option(
                            names = "--user",
                            paramLabel = "NAME",
                            description = "somebody else's, with a client certificate of their own")
                    String user,
            @Option(names = "--group", paramLabel = "G", description = "a group this user is in; may be repeated")
                    List<String> groups) {
        Installation installation = installation(null, new Home(settings().home()).wasStartedWithTls());
        installation.home().create();
        if (user == null) {
            Kubeconfig.write(installation);
            out.println("export KUBECONFIG=" + installation.home().kubeconfig());
            return;
        }
        if (!user.matches("[A-Za-z0-9][A-Za-z0-9@._:-]*")) {
            throw new UserError("--user is \"" + user + "\" (expected: letters, digits and any of @._:-).");
        }
        Settings settings = installation.settings().withTls();
        Identity identity = settings.tlsFolder().client(user, groups == null ? List.of() : groups, Instant.now());
        Path file = installation.home().kubeconfigOf(user);
        Kubeconfig.write(file, settings, user, identity);
        out.println("export KUBECONFIG=" + file);
    }

    @Command(
            hidden = true,
            mixinStandardHelpOptions = true,
            version = VERSION,
            description = "Part of the build: runs everything once so that later starts are quick.")
    void train() throws IOException {
        new Training(root, out).run();
    }

    private void bringUp(Installation installation) {
        Settings settings = installation.settings();
        Instant begin = Instant.now();
        out.println("Starting Samegate in " + installation.home().path());
        if (settings.tls()) {
            settings.tlsFolder().prepare(settings, begin);
        }
        installation.home().remember(settings.tls());
        if (settings.nodeAddresses().size() < settings.nodes()) {
            out.println("  This system's loopback is 127.0.0.1 alone, so there is one node.");
        }
        installation.start(installation.programs().system());
        installation.awaitNodes();
        installation.awaitAnswers();
        Kubeconfig.write(installation);
        out.printf(
                Locale.ROOT,
                "Samegate is up with %d node(s) after %.1f s.%n",
                settings.nodeAddresses().size(),
                Duration.between(begin, Instant.now()).toMillis() / 1000.0);
    }

    private Settings settings() {
        return Settings.from(System.getenv(), root, Path.of("").toAbsolutePath());
    }

    /** As the environment says, and otherwise as it runs. */
    private Installation installation(Integer nodes, boolean tls) {
        Settings settings = settings();
        Home home = new Home(settings.home());
        if (tls && home.runsApi() && !home.wasStartedWithTls()) {
            throw new UserError("The API runs without TLS; ./samegate down, and then up --tls.");
        }
        int running = home.gateways();
        if (nodes != null) {
            settings = settings.withNodes(nodes);
        } else if (running > 0 && !System.getenv().containsKey(Settings.NODES)) {
            settings = settings.withNodes(running);
        }
        boolean secured = tls || (home.runsApi() && home.wasStartedWithTls());
        return new Installation(secured ? settings.withTls() : settings, Aot.USE, out);
    }

    private String nextSteps(Installation installation) {
        Settings settings = installation.settings();
        TlsFolder files = settings.tlsFolder();
        String credentials = settings.tls()
                ? "--cacert %s --cert %s --key %s "
                        .formatted(files.authorityCertificate(), files.adminCertificate(), files.adminKey())
                : "";
        return """
                What you can do next:
                  apply a manifest   export KUBECONFIG=%s
                                     kubectl apply -f examples/nodeport-service-fixed.yaml
                    or without it    curl -H 'Content-Type: application/yaml' --data-binary @examples/nodeport-service-fixed.yaml \\
                                       %s%s/api/v1/namespaces/default/services
                  subscribe          curl -N %s%s/events
                  %sstop               ./samegate down""".formatted(
                installation.home().kubeconfig(),
                credentials,
                settings.apiUrl(),
                credentials,
                settings.apiUrl(),
                settings.tls() ? "let others in      ./samegate kubeconfig --user jane --group viewers\n  " : "");
    }

    private static List<Program> concat(List<Program> first, List<Program> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }
}

package io.samegate.api.config;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Settings of the front door, under {@code samegate.api}. */
@ConfigMapping(prefix = "samegate.api")
public interface ApiConfig {

    /** How long a write waits for its answer before the client hears 504. */
    @WithDefault("PT5S")
    Duration answerTimeout();

    /** How long a read waits for the view to be up to date before it is answered with a Warning header. */
    @WithDefault("PT0.2S")
    Duration freshWait();

    /** How long the start waits for the broker before it gives up. */
    @WithDefault("PT30S")
    Duration brokerPatience();

    /** Whether an address other than loopback may be listened on although TLS or authentication is missing. */
    @WithDefault("false")
    boolean insecureNetwork();

    /** The certificate this API shows. */
    Tls tls();

    /** Who may come in; everybody on this machine as long as nothing is set. */
    Access access();

    /** Names by which clients may address this API beside loopback's and its own address ({@code Host} header). */
    Optional<List<String>> allowedHosts();

    /** The address other machines reach this API at, for the endpoints of {@code default/kubernetes}. */
    Optional<String> advertisedAddress();

    /** The port that goes with it; the one listened on unless set. */
    OptionalInt advertisedPort();

    /** Watches open at the same time, over all kinds. */
    @WithDefault("1000")
    int maxWatches();

    /** How long a client may take for a body, or take nothing of a list or a watch, before it is cut off. */
    @WithDefault("PT30S")
    Duration stalledAfter();

    /** What lists on their way to clients may take of memory, 128 KiB each however long they are; more hear 429. */
    @WithDefault("16M")
    MemorySize answerMemory();

    /** What bodies of requests may take of memory until they are answered; 3 MiB or more. Who finds no room hears 429. */
    @WithDefault("8M")
    MemorySize bodyMemory();

    /** What objects may take that are kept as JSON, so that each is written once per version. */
    @WithDefault("8M")
    MemorySize writtenMemory();

    /** Subscribers of {@code GET /events} at the same time; each has a consumer of its own. */
    @WithDefault("32")
    int maxSubscribers();

    /** How long Events are remembered. */
    @WithDefault("PT1H")
    Duration eventMemory();

    /** How many Events are remembered; the oldest go first. */
    @WithDefault("5000")
    int maxEvents();

    /** Both or neither; plain HTTP is not answered any more. Read again when they change. */
    interface Tls {

        /** A PEM file: the server's certificate, and those that signed it. */
        Optional<Path> certificate();

        /** A PEM file: the private key that goes with it, not encrypted. */
        Optional<Path> key();
    }

    /** Read again when they change. */
    interface Access {

        /** Users by their tokens: lines of {@code token,user,uid,"group1,group2"}. */
        Optional<Path> tokenFile();

        /** A PEM file: the certificates of those who sign client certificates. */
        Optional<Path> clientCa();

        /** Who may do what: RoleBindings, ClusterRoleBindings, Roles and ClusterRoles in YAML. */
        Optional<Path> bindings();
    }
}

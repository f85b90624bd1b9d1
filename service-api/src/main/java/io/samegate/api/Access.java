package io.samegate.api;

import io.samegate.api.config.ApiConfig;
import io.samegate.api.core.access.Action;
import io.samegate.api.core.access.Authenticator;
import io.samegate.api.core.access.Authorizer;
import io.samegate.api.core.access.Bindings;
import io.samegate.api.core.access.FirstToKnow;
import io.samegate.api.core.access.MalformedException;
import io.samegate.api.core.access.Rbac;
import io.samegate.api.core.access.Rule;
import io.samegate.api.core.access.TokenTable;
import io.samegate.api.core.access.User;
import io.samegate.api.files.FilePoll;
import io.samegate.api.files.FileProblemException;
import io.samegate.api.files.WatchedFiles;
import io.samegate.api.files.YamlPieces;
import io.samegate.api.tls.ClientCertificates;
import io.samegate.api.tls.ServerIdentity;
import io.samegate.api.tls.Tls;
import io.vertx.core.http.HttpServerOptions;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** TLS, authentication and authorization as the settings ask for them. Put together once, at start. */
final class Access {

    private static final Logger LOGGER = LoggerFactory.getLogger(Access.class);
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
    private static final String CERTIFICATE = "samegate.api.tls.certificate";
    private static final String KEY = "samegate.api.tls.key";
    private static final String TOKENS = "samegate.api.access.token-file";
    private static final String CLIENT_CA = "samegate.api.access.client-ca";
    private static final String BINDINGS = "samegate.api.access.bindings";

    private final InstantSource clock;
    private final List<WatchedFiles<?>> files = new ArrayList<>();
    private final Optional<WatchedFiles<ServerIdentity>> identity;
    private final Optional<WatchedFiles<TokenTable>> tokens;
    private final Optional<WatchedFiles<ClientCertificates>> certificates;
    private final Optional<WatchedFiles<Rbac>> bindings;

    private Access(ApiConfig config, InstantSource clock) {
        this.clock = clock;
        this.identity = identity(config.tls());
        this.tokens =
                config.access().tokenFile().map(file -> open(TOKENS, file, bytes -> TokenTable.parse(text(bytes))));
        this.certificates =
                config.access().clientCa().map(file -> open(CLIENT_CA, file, pem -> ClientCertificates.of(pem, clock)));
        this.bindings = config.access()
                .bindings()
                .map(file -> open(BINDINGS, file, bytes -> Bindings.read(YamlPieces.of(text(bytes)))));
        if (certificates.isPresent() && identity.isEmpty()) {
            throw new StartRefusedException(CLIENT_CA + " is set, but clients show certificates over TLS only: set "
                    + CERTIFICATE + " and " + KEY + " as well");
        }
        if (bindings.isPresent() && !hasAuthentication()) {
            throw new StartRefusedException(BINDINGS + " is set, but nobody would be asked who they are: set " + TOKENS
                    + " or " + CLIENT_CA + " as well");
        }
    }

    /** @throws StartRefusedException if a file cannot be read or is not understood, or if settings do not go together */
    static Access open(ApiConfig config, InstantSource clock) {
        return new Access(config, clock);
    }

    /** What of TLS and authentication there is not, as a sentence goes on; empty if there are both. */
    String missing() {
        if (identity.isEmpty()) {
            return hasAuthentication() ? "no TLS" : "no TLS and no authentication";
        }
        return hasAuthentication() ? "" : "no authentication";
    }

    /** The names the server's certificate of the moment is for, in lower case. */
    Set<String> names() {
        return identity.map(now -> now.current().names()).orElse(Set.of());
    }

    void addTls(HttpServerOptions options, int streams) {
        identity.ifPresent(now -> Tls.on(options, now::current, certificates.isPresent(), streams));
    }

    Authenticator authenticator() {
        if (!hasAuthentication()) {
            return Authenticator.NOBODY_IS_ASKED;
        }
        List<Authenticator> all = new ArrayList<>();
        certificates.ifPresent(now -> all.add(credentials -> now.current().check(credentials)));
        tokens.ifPresent(now -> all.add(credentials -> now.current().check(credentials)));
        return new FirstToKnow(all);
    }

    Authorizer authorizer() {
        if (!hasAuthentication()) {
            return Authorizer.ALLOW_ALL;
        }
        return bindings.<Authorizer>map(Current::new).orElse(Rbac.WITHOUT_BINDINGS);
    }

    /** Reads the files again when they change, once it is started. */
    FilePoll poll() {
        return new FilePoll(files, BETWEEN_LOOKS);
    }

    /** The bindings as the file says at the moment. */
    private record Current(WatchedFiles<Rbac> file) implements Authorizer {

        @Override
        public Verdict decide(User user, Action action) {
            return file.current().decide(user, action);
        }

        @Override
        public List<Rule> rules(User user, String namespace) {
            return file.current().rules(user, namespace);
        }
    }

    private boolean hasAuthentication() {
        return tokens.isPresent() || certificates.isPresent();
    }

    private Optional<WatchedFiles<ServerIdentity>> identity(ApiConfig.Tls config) {
        if (config.certificate().isPresent() != config.key().isPresent()) {
            String set = config.certificate().isPresent() ? CERTIFICATE : KEY;
            String other = config.certificate().isPresent() ? KEY : CERTIFICATE;
            throw new StartRefusedException(set + " is set without " + other + ": TLS takes both");
        }
        return config.certificate().map(certificate -> {
            WatchedFiles.Named key = new WatchedFiles.Named(KEY, config.key().orElseThrow());
            return open(List.of(new WatchedFiles.Named(CERTIFICATE, certificate), key), this::identity);
        });
    }

    private ServerIdentity identity(List<byte[]> contents) throws MalformedException {
        ServerIdentity read = ServerIdentity.of(contents.get(0), contents.get(1));
        read.warning(clock.instant()).ifPresent(LOGGER::warn);
        return read;
    }

    private interface OneFile<T> {
        T read(byte[] content) throws MalformedException;
    }

    private <T> WatchedFiles<T> open(String setting, Path file, OneFile<T> reader) {
        return open(List.of(new WatchedFiles.Named(setting, file)), contents -> reader.read(contents.getFirst()));
    }

    private <T> WatchedFiles<T> open(List<WatchedFiles.Named> named, WatchedFiles.Reader<T> reader) {
        try {
            WatchedFiles<T> opened = WatchedFiles.open(named, reader);
            files.add(opened);
            return opened;
        } catch (FileProblemException e) {
            throw new StartRefusedException(e.getMessage());
        }
    }

    private static String text(byte[] bytes) throws MalformedException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new MalformedException("it is not UTF-8");
        }
    }
}

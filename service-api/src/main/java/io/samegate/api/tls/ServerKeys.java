package io.samegate.api.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * Shows each new connection the identity of that moment, so that a renewed certificate needs no restart. A handshake asks
 * several times; what it is told first names the identity it goes on with, also when that is replaced meanwhile.
 * Thread-safe.
 */
final class ServerKeys extends X509ExtendedKeyManager {

    private static final int KEPT = 2; // the one shown now, and the one that handshakes under way may have begun with

    /** @param name of the identity, and so the beginning of its aliases */
    private record Named(String name, ServerIdentity identity) {

        String alias(String own) {
            return name + own;
        }

        Optional<String> own(String alias) {
            return alias.startsWith(name) ? Optional.of(alias.substring(name.length())) : Optional.empty();
        }
    }

    private final Supplier<ServerIdentity> identity;
    private List<Named> shown = List.of(); // the newest first
    private long generation;

    ServerKeys(Supplier<ServerIdentity> identity) {
        this.identity = identity;
    }

    @Override
    public String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine engine) {
        return choose(keys -> keys.chooseEngineServerAlias(keyType, issuers, engine));
    }

    @Override
    public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
        return choose(keys -> keys.chooseServerAlias(keyType, issuers, socket));
    }

    @Override
    public String[] getServerAliases(String keyType, Principal[] issuers) {
        Named now = newest();
        String[] aliases = now.identity().keys().getServerAliases(keyType, issuers);
        return aliases == null ? null : Arrays.stream(aliases).map(now::alias).toArray(String[]::new);
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return behind(alias, X509ExtendedKeyManager::getCertificateChain).orElse(null);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return behind(alias, X509ExtendedKeyManager::getPrivateKey).orElse(null);
    }

    @Override
    public String[] getClientAliases(String keyType, Principal[] issuers) {
        return null; // this is a server; null is how this interface says none
    }

    @Override
    public String chooseClientAlias(String[] keyType, Principal[] issuers, Socket socket) {
        return null; // as above
    }

    private String choose(Function<X509ExtendedKeyManager, String> choice) {
        Named now = newest();
        return Optional.ofNullable(choice.apply(now.identity().keys()))
                .map(now::alias)
                .orElse(null);
    }

    private interface Lookup<T> {
        T in(X509ExtendedKeyManager keys, String alias);
    }

    private <T> Optional<T> behind(String alias, Lookup<T> lookup) {
        return kept().stream()
                .flatMap(named ->
                        named.own(alias).map(own -> lookup.in(named.identity().keys(), own)).stream())
                .findFirst();
    }

    private synchronized List<Named> kept() {
        return shown;
    }

    private synchronized Named newest() {
        ServerIdentity now = identity.get();
        if (shown.isEmpty() || !shown.getFirst().identity().equals(now)) {
            generation++;
            shown = Stream.concat(Stream.of(new Named(generation + "/", now)), shown.stream())
                    .limit(KEPT)
                    .toList();
        }
        return shown.getFirst();
    }
}

package io.samegate.api.tls;

import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.TrustOptions;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Set;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/** What makes an HTTP server speak TLS. Stateless. */
public final class Tls {

    private static final Set<String> VERSIONS = Set.of("TLSv1.2", "TLSv1.3");

    private Tls() {}

    /**
     * @param options changed
     * @param identity asked at every handshake
     * @param clientCertificates whether clients are asked for one. Who sends none is let in, and whoever sends any: who
     *     may come in is decided per request, where the answer is a 401 and no broken connection
     * @param streams how many requests, watches among them, may share an HTTP/2 connection
     */
    public static void on(
            HttpServerOptions options, Supplier<ServerIdentity> identity, boolean clientCertificates, int streams) {
        Http2Settings settings =
                options.getInitialSettings() == null ? new Http2Settings() : options.getInitialSettings();
        options.setSsl(true)
                .setUseAlpn(true)
                .setEnabledSecureTransportProtocols(VERSIONS)
                .setKeyCertOptions(KeyCertOptions.wrap(new ServerKeys(identity)))
                .setInitialSettings(settings.setMaxConcurrentStreams(streams));
        if (clientCertificates) {
            options.setClientAuth(ClientAuth.REQUEST).setTrustOptions(TrustOptions.wrap(new AnyCertificate()));
        }
    }

    /** The proof that the client holds the key is TLS's own; the rest is for {@link ClientCertificates}. */
    private static final class AnyCertificate extends X509ExtendedTrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {
            // Looked at for each request.
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {
            // As above.
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {
            // As above.
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            throw new CertificateException("this is a server");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
                throws CertificateException {
            checkServerTrusted(chain, authType);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
                throws CertificateException {
            checkServerTrusted(chain, authType);
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0]; // no hint: the client sends what it has
        }
    }
}

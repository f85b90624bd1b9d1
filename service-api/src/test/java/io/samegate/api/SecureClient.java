package io.samegate.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.eclipse.microprofile.config.ConfigProvider;

/** Clients that trust the tests' certificate authority. */
final class SecureClient {

    private SecureClient() {}

    /** One that shows no certificate. */
    static Client plain(HttpClient.Version version) {
        return of(version, new KeyManager[0]);
    }

    /** One that shows the certificate in a file of {@link Secured}. */
    static Client showing(String certificate) {
        try (var in = Files.newInputStream(file(certificate + ".p12"))) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, new char[0]);
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, new char[0]);
            return of(HttpClient.Version.HTTP_2, keys.getKeyManagers());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static Path file(String name) {
        return Path.of(ConfigProvider.getConfig().getValue(Secured.FOLDER, String.class), name);
    }

    /** Everything that comes back for a request with just these lines, which no proper client would send. */
    static String answerTo(String... lines) {
        try (Socket socket =
                context(new KeyManager[0]).getSocketFactory().createSocket("127.0.0.1", ServedCase.port())) {
            String host = String.join("", lines).contains("Host:") ? "" : "\r\nHost: localhost";
            String request = String.join("\r\n", lines) + host + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Client of(HttpClient.Version version, KeyManager[] keys) {
        HttpClient http = HttpClient.newBuilder()
                .version(version)
                .sslContext(context(keys))
                .build();
        return new Client("https", ServedCase.port(), http);
    }

    private static SSLContext context(KeyManager[] keys) {
        try (var in = Files.newInputStream(file("ca.pem"))) {
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys, trust.getTrustManagers(), null);
            return context;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}

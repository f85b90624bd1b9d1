package io.samegate.gateway.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.NetUtil;
import io.samegate.contracts.ObjectKey;
import io.samegate.contracts.node.OpenPort.Purpose;
import io.samegate.gateway.core.Binding;
import io.samegate.gateway.core.Endpoint;
import io.samegate.gateway.core.ListenAddress;
import io.samegate.gateway.core.Protocol;
import io.samegate.gateway.core.Route;
import io.samegate.gateway.core.ServiceIdentity;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** Listeners on an address of their own, with one free port, and clients for it. */
final class Gate implements AutoCloseable {

    static final String ADDRESS = "127.0.0.99";
    static final TcpSettings SETTINGS =
            new TcpSettings(2, 128, Duration.ofMillis(300), Duration.ofSeconds(5), 32 << 10, 64 << 10, 10_000);

    final TcpListeners listeners;
    final ListenAddress listen;

    Gate() throws IOException {
        this(SETTINGS);
    }

    Gate(TcpSettings settings) throws IOException {
        this(new TcpListeners(settings));
    }

    Gate(TcpListeners listeners) throws IOException {
        this.listeners = listeners;
        this.listen = new ListenAddress(Protocol.TCP, ADDRESS, freePort());
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, ip(ADDRESS))) {
            return socket.getLocalPort();
        }
    }

    static InetAddress ip(String literal) {
        return NetUtil.createInetAddressFromIpAddressString(literal);
    }

    Route route(Endpoint... targets) {
        return route(listen, targets);
    }

    static Route route(ListenAddress listen, Endpoint... targets) {
        return new Route(
                listen,
                Purpose.NODE_PORT,
                new ServiceIdentity(new ObjectKey("default", "web"), "uid", 1),
                "http",
                List.of(targets));
    }

    /** Opens its port to these. */
    Gate to(Endpoint... targets) {
        assertThat(listeners.open(route(targets))).isEqualTo(new Binding.Bound());
        return this;
    }

    void retarget(Endpoint... targets) {
        assertThat(listeners.retarget(route(targets))).isEqualTo(new Binding.Bound());
    }

    /** A client; reads give up after ten seconds. */
    Socket connect() throws IOException {
        Socket socket = new Socket();
        socket.setSoTimeout(10_000);
        socket.connect(address(), 5_000);
        return socket;
    }

    InetSocketAddress address() {
        return new InetSocketAddress(ip(listen.address()), listen.port());
    }

    /** Everything one connection says. */
    String ask() throws IOException {
        try (Socket socket = connect()) {
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Override
    public void close() {
        listeners.close();
    }
}

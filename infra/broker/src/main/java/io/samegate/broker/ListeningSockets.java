package io.samegate.broker;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.ServerSocketChannel;
import org.apache.kafka.server.ServerSocketFactory;

/**
 * The two listening sockets, bound before anything of Kafka starts.
 *
 * <p>So a taken port is known before a byte is written, "any free port" is a number before the configuration that must
 * name it is made, and nobody can take the port in between.
 */
final class ListeningSockets implements ServerSocketFactory, AutoCloseable {
    static final String CLIENTS = "PLAINTEXT";
    static final String CONTROLLER = "CONTROLLER";

    private static final int BACKLOG = 50;

    private final ServerSocketChannel clients;
    private final ServerSocketChannel controller;

    private ListeningSockets(ServerSocketChannel clients, ServerSocketChannel controller) {
        this.clients = clients;
        this.controller = controller;
    }

    /** @throws BrokerStartException naming the port that cannot be had and the setting that changes it */
    static ListeningSockets bind(BrokerSettings settings) {
        ServerSocketChannel clients = bind(settings.host(), settings.port(), "SAMEGATE_KAFKA_PORT");
        try {
            return new ListeningSockets(
                    clients,
                    bind(controllerHost(settings), settings.controllerPort(), "SAMEGATE_KAFKA_CONTROLLER_PORT"));
        } catch (BrokerStartException e) {
            closeQuietly(clients);
            throw e;
        }
    }

    int clientPort() {
        return clients.socket().getLocalPort();
    }

    InetSocketAddress controllerAddress() {
        return new InetSocketAddress(
                controller.socket().getInetAddress(), controller.socket().getLocalPort());
    }

    /** Hands over the socket of that listener; Kafka owns it from here on. */
    @Override
    public ServerSocketChannel openServerSocket(
            String listener, InetSocketAddress address, int backlog, int receiveBufferSize) throws IOException {
        ServerSocketChannel socket = listener.equals(CONTROLLER) ? controller : clients;
        socket.configureBlocking(false);
        return socket;
    }

    /** Also closes what Kafka owns by now, which it has closed itself unless its start failed half way. */
    @Override
    public void close() {
        closeQuietly(clients);
        closeQuietly(controller);
    }

    /** The controller speaks to this broker alone, so it is never reachable from other machines. */
    private static String controllerHost(BrokerSettings settings) {
        return settings.isLoopback() ? settings.host() : BrokerSettings.LOOPBACK;
    }

    private static ServerSocketChannel bind(String host, int port, String setting) {
        ServerSocketChannel socket = null;
        try {
            socket = ServerSocketChannel.open();
            socket.bind(new InetSocketAddress(InetAddress.getByName(host), port), BACKLOG);
            return socket;
        } catch (UnknownHostException e) {
            closeQuietly(socket);
            throw unknownHost(host, e);
        } catch (BindException e) {
            closeQuietly(socket);
            throw new BrokerStartException(
                    "cannot listen on port " + port + " of " + host + " (" + e.getMessage() + "); " + setting
                            + " chooses another port",
                    e);
        } catch (IOException e) {
            closeQuietly(socket);
            throw new BrokerStartException("cannot listen on port " + port + " of " + host + " (" + e + ")", e);
        }
    }

    private static BrokerStartException unknownHost(String host, UnknownHostException cause) {
        return new BrokerStartException(
                "cannot listen on " + host
                        + ", which is no address of this machine; SAMEGATE_KAFKA_HOST chooses another",
                cause);
    }

    private static void closeQuietly(ServerSocketChannel socket) {
        if (socket == null) {
            return;
        }
        try {
            socket.close();
        } catch (IOException e) {
            // Closing a listening socket releases its port even when it reports a failure.
        }
    }
}

package io.samegate.benchmarks;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Many connections to one port on one thread, which is whose {@link #run} it is: a load generator that leaves the cores
 * to what it measures.
 */
final class Connections implements AutoCloseable {

    /** What one connection does with what it reads; on the thread of {@link #run}. */
    interface Client extends AnswerParser.Listener {
        /** The connection is there. */
        void begin(Connection connection);
    }

    /** One connection; on the thread of {@link #run}. */
    static final class Connection {
        private final SocketChannel channel;
        private final AnswerParser parser;
        private ByteBuffer unsent = ByteBuffer.allocate(0);

        private Connection(SocketChannel channel, Client client) {
            this.channel = channel;
            this.parser = new AnswerParser(client);
        }

        /** Requests are small and answered one by one, so the socket's buffer takes them; the rest follows. */
        void send(byte[] request) {
            try {
                ByteBuffer all = ByteBuffer.allocate(unsent.remaining() + request.length)
                        .put(unsent)
                        .put(request)
                        .flip();
                channel.write(all);
                unsent = all;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static final int BUFFER = 1 << 18;
    private static final long LOOK_MILLIS = 20;

    private final Selector selector;
    private final InetSocketAddress address;
    private final List<SocketChannel> channels = new ArrayList<>();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);

    Connections(int port) {
        this.address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        try {
            this.selector = Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Connects, and lets the client begin. */
    void open(Client client) {
        try {
            SocketChannel channel = SocketChannel.open(address);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.configureBlocking(false);
            channels.add(channel);
            Connection connection = new Connection(channel, client);
            channel.register(selector, SelectionKey.OP_READ, connection);
            client.begin(connection);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads until {@code isOver}, which is asked often.
     *
     * @throws UncheckedIOException if the other side ends a connection
     */
    void run(BooleanSupplier isOver) {
        try {
            while (!isOver.getAsBoolean()) {
                selector.select(this::read, LOOK_MILLIS);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            for (SocketChannel channel : channels) {
                channel.close();
            }
            selector.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read(SelectionKey key) {
        Connection connection = (Connection) key.attachment();
        try {
            if (connection.unsent.hasRemaining()) {
                connection.channel.write(connection.unsent);
            }
            buffer.clear();
            if (connection.channel.read(buffer) < 0) {
                throw new EOFException("the server has ended a connection");
            }
            connection.parser.read(buffer.flip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

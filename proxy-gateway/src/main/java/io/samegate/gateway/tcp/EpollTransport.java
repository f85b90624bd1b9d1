package io.samegate.gateway.tcp;

import io.netty.channel.ChannelHandler;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.DuplexChannel;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.ThreadFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Linux. */
final class EpollTransport implements Transport {

    private static final Logger LOGGER = LoggerFactory.getLogger(EpollTransport.class);

    private final int backlog;

    EpollTransport(int backlog) {
        this.backlog = backlog;
    }

    @Override
    public EventLoopGroup loops(int threads, ThreadFactory names) {
        return new EpollEventLoopGroup(threads, names);
    }

    @Override
    public DuplexChannel newSocket() {
        return new EpollSocketChannel();
    }

    @Override
    public HeldPort hold(InetSocketAddress address) throws IOException {
        Socket socket = Socket.newSocketStream();
        try {
            bind(socket, address);
        } catch (IOException e) {
            close(socket);
            throw e;
        }
        return new EpollHeldPort(socket.intValue(), backlog);
    }

    /**
     * SO_REUSEADDR only helps where connections of an earlier life of the port are still about; while it is set on a
     * socket that does not listen, anybody who sets it too could bind the same port. So it is set for the moment it
     * takes to get past those connections and taken back.
     */
    private static void bind(Socket socket, InetSocketAddress address) throws IOException {
        try {
            socket.bind(address);
        } catch (IOException inUse) {
            LOGGER.atTrace().addKeyValue("cause", inUse).log("binding again with SO_REUSEADDR");
            socket.setReuseAddress(true);
            socket.bind(address);
            socket.setReuseAddress(false);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            LOGGER.atWarn().addKeyValue("cause", e).log("closing a socket failed");
        }
    }

    /**
     * One file descriptor for its whole life. Linux keeps the port of an explicitly bound socket when a listener is shut
     * down, and lets it listen again; so the port never has a moment without an owner.
     *
     * <p>Netty's objects remember that they were shut down, hence a new one per use of the descriptor; a channel that no
     * longer serves is taken from its loop before anything happens to the descriptor.
     */
    private static final class EpollHeldPort implements HeldPort {

        private final int descriptor;
        private final int backlog;
        private Serving serving = new Serving.No();

        private sealed interface Serving {
            record No() implements Serving {}

            record Yes(EpollServerSocketChannel channel) implements Serving {}

            record Released() implements Serving {}
        }

        EpollHeldPort(int descriptor, int backlog) {
            this.descriptor = descriptor;
            this.backlog = backlog;
        }

        @Override
        public void serve(EventLoop loop, ChannelHandler acceptor) throws IOException {
            if (!(serving instanceof Serving.No)) {
                return;
            }
            try {
                // Connections inherit it, and a later bind needs it in them; listening itself keeps others away.
                socket().setReuseAddress(true);
                socket().listen(backlog);
            } catch (IOException e) {
                release();
                throw e;
            }
            EpollServerSocketChannel channel = new EpollServerSocketChannel(descriptor);
            channel.pipeline().addLast("accept", acceptor);
            loop.register(channel).syncUninterruptibly();
            serving = new Serving.Yes(channel);
        }

        @Override
        public void refuse() {
            if (serving instanceof Serving.Yes(EpollServerSocketChannel channel)) {
                channel.deregister().syncUninterruptibly();
                try {
                    socket().setReuseAddress(false);
                    socket().shutdown(true, true);
                } catch (IOException e) {
                    LOGGER.atError()
                            .addKeyValue("address", channel.localAddress())
                            .addKeyValue("cause", e)
                            .log("a port without endpoints could not be told to refuse");
                }
                serving = new Serving.No();
            }
        }

        @Override
        public void release() {
            switch (serving) {
                case Serving.Yes(EpollServerSocketChannel channel) ->
                    channel.close().syncUninterruptibly();
                case Serving.No() -> close(socket());
                case Serving.Released() -> {
                    return;
                }
            }
            serving = new Serving.Released();
        }

        private Socket socket() {
            return new Socket(descriptor);
        }
    }
}

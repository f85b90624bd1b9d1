package io.samegate.gateway.tcp;

import io.netty.channel.ChannelHandler;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.DuplexChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.NetworkChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.ThreadFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where there is no epoll. A port that turns from serving to refusing or back is without an owner for an instant, because
 * the JDK cannot make one socket do both.
 */
final class NioTransport implements Transport {

    private static final Logger LOGGER = LoggerFactory.getLogger(NioTransport.class);

    private static final int MOST_TURNS = 1_000;

    private final int backlog;

    NioTransport(int backlog) {
        this.backlog = backlog;
    }

    @Override
    public EventLoopGroup loops(int threads, ThreadFactory names) {
        return new NioEventLoopGroup(threads, names);
    }

    @Override
    public DuplexChannel newSocket() {
        return new NioSocketChannel();
    }

    @Override
    public HeldPort hold(InetSocketAddress address) throws IOException {
        return new NioHeldPort(address, backlog);
    }

    private static SocketChannel holder(InetSocketAddress address) throws IOException {
        SocketChannel holder = SocketChannel.open();
        try {
            // As in EpollTransport: past the connections of an earlier life, but not shared with anybody.
            holder.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            holder.bind(address);
            holder.setOption(StandardSocketOptions.SO_REUSEADDR, false);
            return holder;
        } catch (IOException e) {
            close(holder);
            throw e;
        }
    }

    private static void close(NetworkChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            LOGGER.atWarn().addKeyValue("cause", e).log("closing a socket failed");
        }
    }

    private static final class NioHeldPort implements HeldPort {

        private final InetSocketAddress address;
        private final int backlog;
        private Holding holding;

        private sealed interface Holding {
            record Refusing(SocketChannel holder) implements Holding {}

            record Serving(NioServerSocketChannel channel) implements Holding {}

            record Released() implements Holding {}
        }

        NioHeldPort(InetSocketAddress address, int backlog) throws IOException {
            this.address = address;
            this.backlog = backlog;
            this.holding = new Holding.Refusing(holder(address));
        }

        @Override
        public void serve(EventLoop loop, ChannelHandler acceptor) throws IOException {
            if (!(holding instanceof Holding.Refusing(SocketChannel holder))) {
                return;
            }
            close(holder);
            holding = new Holding.Released();
            ServerSocketChannel server = ServerSocketChannel.open();
            try {
                server.setOption(StandardSocketOptions.SO_REUSEADDR, true);
                server.bind(address, backlog);
            } catch (IOException e) {
                close(server);
                throw e;
            }
            NioServerSocketChannel channel = new NioServerSocketChannel(server);
            channel.pipeline().addLast("accept", acceptor);
            loop.register(channel).syncUninterruptibly();
            holding = new Holding.Serving(channel);
        }

        @Override
        public void refuse() {
            if (holding instanceof Holding.Serving(NioServerSocketChannel channel)) {
                EventLoop loop = channel.eventLoop();
                channel.close().syncUninterruptibly();
                holding = holdAgain(loop);
            }
        }

        /** The JDK really closes a socket when its selector comes round, so the loop is given its turns. */
        private Holding holdAgain(EventLoop loop) {
            IOException last = new IOException("not tried");
            for (int i = 0; i < MOST_TURNS; i++) {
                try {
                    return new Holding.Refusing(holder(address));
                } catch (IOException e) {
                    last = e;
                    loop.submit(() -> {}).syncUninterruptibly();
                }
            }
            LOGGER.atWarn()
                    .addKeyValue("address", address)
                    .addKeyValue("cause", last)
                    .log("a port without endpoints was taken by somebody else");
            return new Holding.Released();
        }

        @Override
        public void release() {
            switch (holding) {
                case Holding.Refusing(SocketChannel holder) -> close(holder);
                case Holding.Serving(NioServerSocketChannel channel) ->
                    channel.close().syncUninterruptibly();
                case Holding.Released() -> {}
            }
            holding = new Holding.Released();
        }
    }
}

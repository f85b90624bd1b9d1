package io.samegate.gateway.tcp;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.socket.DuplexChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.ThreadFactory;

/** What differs between the systems we run on. */
interface Transport {

    /** Epoll on Linux; elsewhere the JDK's own, which has no way to keep a port without a gap. */
    static Transport best(int backlog) {
        return Epoll.isAvailable() ? new EpollTransport(backlog) : new NioTransport(backlog);
    }

    EventLoopGroup loops(int threads, ThreadFactory names);

    /** An unconnected socket for a backend. */
    DuplexChannel newSocket();

    /**
     * Binds without listening: nobody else can have the port and clients are refused.
     *
     * @throws IOException when the system says no
     */
    HeldPort hold(InetSocketAddress address) throws IOException;
}

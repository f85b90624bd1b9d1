package io.samegate.gateway.tcp;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.DuplexChannel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the two sockets of a session what a session needs. Thread-safe. */
final class Sockets {

    private static final Logger LOGGER = LoggerFactory.getLogger(Sockets.class);

    private static final int PAGE_BYTES = 8 << 10;
    private static final int CHUNK_ORDER = 6; // chunks of 512 KiB: an idle gateway keeps little
    private static final int LEAST_READ = 2 << 10;
    private static final int FIRST_READ = 8 << 10;
    private static final int MOST_READ = 64 << 10;

    private final Transport transport;
    private final TcpSettings settings;
    private final ByteBufAllocator allocator;
    private final WriteBufferWaterMark watermark;

    Sockets(Transport transport, TcpSettings settings) {
        this.transport = transport;
        this.settings = settings;
        // An arena per event loop: no loop ever waits for another's, and none is there that nobody uses.
        this.allocator = new PooledByteBufAllocator(
                true,
                0,
                settings.eventLoops(),
                PAGE_BYTES,
                CHUNK_ORDER,
                PooledByteBufAllocator.defaultSmallCacheSize(),
                PooledByteBufAllocator.defaultNormalCacheSize(),
                false);
        this.watermark = new WriteBufferWaterMark(settings.lowWatermark(), settings.highWatermark());
    }

    /** A socket that may be connected to an endpoint; it is not read before it is told to. */
    DuplexChannel toBackend() {
        DuplexChannel channel = transport.newSocket();
        prepare(channel);
        channel.config().setAutoRead(false);
        channel.config()
                .setConnectTimeoutMillis(
                        Math.toIntExact(settings.connectTimeout().toMillis()));
        return channel;
    }

    /** Prepares either socket. */
    void prepare(Channel channel) {
        ChannelConfig config = channel.config();
        config.setAllocator(allocator);
        config.setRecvByteBufAllocator(new AdaptiveRecvByteBufAllocator(LEAST_READ, FIRST_READ, MOST_READ));
        config.setWriteBufferWaterMark(watermark);
        config.setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        try {
            config.setOption(ChannelOption.TCP_NODELAY, true);
        } catch (ChannelException e) {
            // A client that has gone already; reading from it will say so.
            LOGGER.atDebug().addKeyValue("cause", e).log("socket option refused");
        }
    }

    /** Lets the next close be a reset. */
    static void resetOnClose(Channel channel) {
        try {
            if (channel.isOpen()) {
                channel.config().setOption(ChannelOption.SO_LINGER, 0);
            }
        } catch (ChannelException e) {
            LOGGER.atDebug().addKeyValue("cause", e).log("socket option refused");
        }
    }
}

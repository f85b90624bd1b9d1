package io.samegate.gateway.tcp;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands accepted connections to the listener. When the system cannot accept any more it waits a moment. */
final class AcceptHandler extends ChannelInboundHandlerAdapter {

    private static final Logger LOGGER = LoggerFactory.getLogger(AcceptHandler.class);

    private static final long PAUSE_MILLIS = 200;

    private final TcpListener listener;

    AcceptHandler(TcpListener listener) {
        this.listener = listener;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        listener.accept((DuplexChannel) message); // the listener now owns the unregistered channel
    }

    /** Mostly "too many open files": trying again at once would only spin. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        LOGGER.atWarn()
                .addKeyValue("address", ctx.channel().localAddress())
                .addKeyValue("cause", cause.toString())
                .log("cannot accept connections, waiting a moment");
        ctx.channel().config().setAutoRead(false);
        var resumed = ctx.executor()
                .schedule(() -> ctx.channel().config().setAutoRead(true), PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        ctx.channel().closeFuture().addListener(closed -> resumed.cancel(false));
    }
}

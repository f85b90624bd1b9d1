package io.samegate.gateway.tcp;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.util.ReferenceCountUtil;

/**
 * One direction of a session: gives to the peer what its own channel reads, and stops the peer's reading while its own
 * channel cannot be written. Both channels are on one event loop, so there are no locks, and what waits in memory is at
 * most the high watermark and one buffer per direction.
 *
 * <p>It only reports ends and failures; the session decides.
 */
final class RelayHandler extends ChannelInboundHandlerAdapter {

    /** Hears what becomes of one side, on its event loop. */
    interface Events {
        /** It will send no more, but may still read. */
        void ended(Side side);

        /** It is of no use any more. */
        void failed(Side side, Throwable cause);

        /** It is closed. */
        void closed(Side side);
    }

    private final Side side;
    private final Channel peer;
    private final Events events;

    RelayHandler(Side side, Channel peer, Events events) {
        this.side = side;
        this.peer = peer;
        this.events = events;
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // a write that fails comes to exceptionCaught of the peer
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (peer.isActive()) {
            peer.write(message, peer.voidPromise()); // the peer's pipeline now owns the buffer
        } else {
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        peer.flush();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        peer.config().setAutoRead(ctx.channel().isWritable());
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event == ChannelInputShutdownEvent.INSTANCE) {
            events.ended(side);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        events.failed(side, cause);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        events.closed(side);
    }
}

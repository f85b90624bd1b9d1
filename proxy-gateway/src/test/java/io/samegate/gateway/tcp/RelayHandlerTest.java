package io.samegate.gateway.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RelayHandlerTest {

    private final List<String> events = new ArrayList<>();
    private final EmbeddedChannel backend = new EmbeddedChannel();
    private final EmbeddedChannel client = new EmbeddedChannel(new RelayHandler(Side.CLIENT, backend, new Heard()));

    @Test
    void whatIsReadIsWrittenToThePeerAndFlushedWhenTheReadIsComplete() {
        ByteBuf bytes = Unpooled.copiedBuffer(new byte[] {1, 2, 3});
        client.pipeline().fireChannelRead(bytes);
        assertThat(backend.outboundMessages()).isEmpty();
        client.pipeline().fireChannelReadComplete();
        assertThat(backend.<ByteBuf>readOutbound()).isSameAs(bytes);
        assertThat(bytes.refCnt()).isEqualTo(1);
        bytes.release();
    }

    @Test
    void whatIsReadForAPeerThatHasClosedIsReleased() {
        assertThat(backend.close().isSuccess()).isTrue();
        ByteBuf bytes = Unpooled.copiedBuffer(new byte[] {1});
        client.pipeline().fireChannelRead(bytes);
        assertThat(bytes.refCnt()).isZero();
    }

    @Test
    void thePeerIsNotReadWhileItsBytesCannotBeWritten() {
        client.config().setWriteBufferWaterMark(new WriteBufferWaterMark(4, 8));
        ChannelFuture written = client.write(Unpooled.copiedBuffer(new byte[9]));
        client.runPendingTasks();
        assertThat(backend.config().isAutoRead()).isFalse();

        client.flush();
        client.runPendingTasks();
        assertThat(written.isSuccess()).isTrue();
        assertThat(backend.config().isAutoRead()).isTrue();
        client.<ByteBuf>readOutbound().release();
    }

    @Test
    void endsFailuresAndClosingAreReported() {
        client.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
        client.pipeline().fireExceptionCaught(new IllegalStateException("reset"));
        assertThat(client.close().isSuccess()).isTrue();
        assertThat(events).containsExactly("CLIENT ended", "CLIENT failed: reset", "CLIENT closed");
        assertThat(backend.isActive()).isTrue();
    }

    private final class Heard implements RelayHandler.Events {
        @Override
        public void ended(Side side) {
            events.add(side + " ended");
        }

        @Override
        public void failed(Side side, Throwable cause) {
            events.add(side + " failed: " + cause.getMessage());
        }

        @Override
        public void closed(Side side) {
            events.add(side + " closed");
        }
    }
}

package io.samegate.tracker.probe;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.samegate.tracker.core.ProbeTask.Check;
import io.samegate.tracker.core.ProbeTask.Header;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;

/**
 * Asks over real sockets: one new connection each time, closed as soon as the answer is known; of an HTTP answer only
 * the head is read, and no redirection is followed. Blocks nobody; all connections share the group's threads.
 */
public final class NettyDialer implements Dialer {

    private static final int LONGEST_HEAD = 16 << 10;

    private final EventLoopGroup group;
    private final SslContext tls;

    public NettyDialer(EventLoopGroup group) {
        this.group = group;
        try {
            this.tls = SslContextBuilder.forClient()
                    .trustManager(InsecureTrustManagerFactory.INSTANCE) // as kubelets do: a probe asks whether, not who
                    .endpointIdentificationAlgorithm(null)
                    .build();
        } catch (SSLException e) {
            throw new IllegalStateException("no TLS in this Java", e);
        }
    }

    @Override
    public void dial(Check check, Duration timeout, Consumer<Result> heard) {
        CompletableFuture<Result> answer = new CompletableFuture<>();
        Bootstrap bootstrap = new Bootstrap()
                .group(group)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) Math.min(timeout.toMillis(), Integer.MAX_VALUE))
                .handler(new Asking(check, answer));
        Channel channel = bootstrap
                .connect(new InetSocketAddress(check.address(), check.port()))
                .addListener(connected -> {
                    if (!connected.isSuccess()) {
                        answer.complete(Result.failure(connected.cause().getMessage()));
                    } else if (check instanceof Check.Tcp) {
                        answer.complete(Result.SUCCESS);
                    }
                })
                .channel();
        var deadline = channel.eventLoop()
                .schedule(
                        () -> answer.complete(Result.failure("no answer within " + timeout.toMillis() + " ms")),
                        timeout.toMillis(),
                        TimeUnit.MILLISECONDS);
        var unused = answer.whenComplete((result, never) -> {
            deadline.cancel(false);
            var unusedClosing =
                    channel.close(); // nobody waits for the end of a connection that has said what it had to
            heard.accept(result);
        });
    }

    /** Builds the pipeline of one question. */
    private final class Asking extends ChannelInitializer<Channel> {

        private final Check check;
        private final CompletableFuture<Result> answer;

        Asking(Check check, CompletableFuture<Result> answer) {
            this.check = check;
            this.answer = answer;
        }

        @Override
        protected void initChannel(Channel channel) {
            switch (check) {
                case Check.Tcp tcp -> {
                    // The connection is the answer.
                }
                case Check.Http http -> {
                    if (http.tls()) {
                        SslHandler handler = tls.newHandler(channel.alloc(), http.address(), http.port());
                        channel.pipeline().addLast("tls", handler);
                    }
                    channel.pipeline()
                            .addLast("http", new HttpClientCodec(LONGEST_HEAD, LONGEST_HEAD, LONGEST_HEAD))
                            .addLast("question", new HttpQuestion(http, answer));
                }
            }
        }
    }

    /** Sends the request once the connection stands and takes the status of the first final answer. */
    private static final class HttpQuestion extends SimpleChannelInboundHandler<HttpObject> {

        private final Check.Http check;
        private final CompletableFuture<Result> answer;

        HttpQuestion(Check.Http check, CompletableFuture<Result> answer) {
            this.check = check;
            this.answer = answer;
        }

        @Override
        public void channelActive(ChannelHandlerContext context) {
            context.writeAndFlush(request()).addListener(sent -> {
                if (!sent.isSuccess()) {
                    answer.complete(Result.failure(sent.cause().getMessage()));
                }
            });
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, HttpObject message) {
            if (message.decoderResult().isFailure()) {
                answer.complete(Result.failure(
                        "not HTTP: " + message.decoderResult().cause().getMessage()));
            } else if (message instanceof HttpResponse response
                    && response.status().code() >= 200) {
                int code = response.status().code();
                answer.complete(code < 400 ? Result.SUCCESS : Result.failure("HTTP status " + code));
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            answer.complete(Result.failure("closed without an answer"));
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            answer.complete(Result.failure(String.valueOf(cause.getMessage())));
        }

        private FullHttpRequest request() {
            FullHttpRequest request =
                    new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, onOneLine(check.path()));
            String host = check.address().indexOf(':') < 0 ? check.address() : "[" + check.address() + "]";
            request.headers()
                    .set(HttpHeaderNames.HOST, host + ":" + check.port())
                    .set(HttpHeaderNames.USER_AGENT, "samegate-probe")
                    .set(HttpHeaderNames.ACCEPT, "*/*")
                    .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
            for (Header header : check.headers()) {
                request.headers().set(header.name(), header.value());
            }
            return request;
        }

        /** A path that cannot end the request line early. */
        private static String onOneLine(String path) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < path.length(); i++) {
                char c = path.charAt(i);
                if (c > ' ' && c < 0x7f) {
                    line.append(c);
                } else {
                    for (byte b : String.valueOf(c).getBytes(StandardCharsets.UTF_8)) {
                        line.append(String.format("%%%02X", b));
                    }
                }
            }
            return line.toString();
        }
    }
}

package io.samegate.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerParserTest {

    private static final String ANSWERS = """
            HTTP/1.1 200 OK\r
            content-type: text/plain\r
            content-length: 5\r
            \r
            firstHTTP/1.1 201 Created\r
            Transfer-Encoding: chunked\r
            \r
            6\r
            second\r
            B;name=value\r
            \r
             and more\r
            0\r
            \r
            HTTP/1.1 404 Not Found\r
            content-length: 0\r
            \r
            """;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 1000})
    void answersAreTheSameHoweverTheyAreCut(int piece) {
        // Given
        Heard heard = new Heard();
        AnswerParser parser = new AnswerParser(heard);
        byte[] bytes = ANSWERS.getBytes(StandardCharsets.US_ASCII);
        // When
        for (int from = 0; from < bytes.length; from += piece) {
            parser.read(ByteBuffer.wrap(bytes, from, Math.min(piece, bytes.length - from)));
        }
        // Then
        assertThat(heard.answers).containsExactly("200 first", "201 second\r\n and more", "404 ");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 1000})
    void changesAreFoundHoweverTheirEventsAreCut(int piece) {
        // Given
        List<Integer> found = new ArrayList<>();
        ChangeFinder finder = new ChangeFinder(found::add);
        byte[] events = "{\"f:change\":{},\"\"change\":\"0000042\",\"chang\":\"change\":\"0000007\"}\n"
                .getBytes(StandardCharsets.US_ASCII);
        // When
        for (int from = 0; from < events.length; from += piece) {
            finder.read(ByteBuffer.wrap(events, from, Math.min(piece, events.length - from)));
        }
        // Then
        assertThat(found).containsExactly(42, 7);
    }

    private static final class Heard implements AnswerParser.Listener {
        private final List<String> answers = new ArrayList<>();
        private final StringBuilder body = new StringBuilder();

        @Override
        public void body(ByteBuffer piece) {
            body.append(StandardCharsets.US_ASCII.decode(piece));
        }

        @Override
        public void end(int status) {
            answers.add(status + " " + body);
            body.setLength(0);
        }
    }
}

package io.samegate.api.build;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.samegate.api.core.resource.Resource;
import io.samegate.contracts.Json;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class CommentTextTest {

    static List<Resource> resources() {
        return Resource.all();
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '~', textBlock = """
            a label &#42;.example.com,    a label *.example.com
            0 &lt; n &gt; 1 &amp; m,      0 < n > 1 & m
            &quot;a&quot; &#x2F; &apos;,  "a" / '
            &amp;lt; is one entity,       &lt; is one entity
            &nothing; is none,            &nothing; is none
            {@code null} or {@link Pod},  null or Pod
            <b>bold</b> <i>italic</i>,    bold italic
            format &lt;index&gt;,         format <index>
            $1 costs &#36;1,              $1 costs $1
            """)
    void markupBecomesWhatItStandsFor(String comment, String text) {
        assertThat(CommentText.plain(comment)).isEqualTo(text);
    }

    @Test
    void theMarginGoesAndParagraphsAreLines() {
        assertThat(CommentText.plain("""

                 * One sentence
                 * over two lines.<br><p> Another
                 * paragraph.
                 """)).isEqualTo("One sentence over two lines.\nAnother paragraph.");
    }

    @ParameterizedTest
    @MethodSource("resources")
    void nothingThatIsExplainedHasMarkup(Resource resource) throws IOException {
        try (InputStream in =
                CommentTextTest.class.getResourceAsStream("/openapi/v3/" + resource.root() + ".json.gz")) {
            JsonNode schemas = Json.mapper()
                    .readTree(new GZIPInputStream(in).readAllBytes())
                    .at("/components/schemas");
            assertThat(schemas.findValuesAsText("description"))
                    .isNotEmpty()
                    .noneMatch(text -> text.matches("(?s).*(&#?\\w+;|\\{@\\w|</|<(p|br|b|i|code|li|ul)>).*"));
        }
    }
}

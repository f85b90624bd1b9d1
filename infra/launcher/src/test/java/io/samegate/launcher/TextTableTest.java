package io.samegate.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class TextTableTest {

    @Test
    void columnsAlignAndLinesEndWithoutBlanks() {
        // Given
        TextTable table = TextTable.of("NAME", "STATE");
        table.add("broker", "ready");
        table.add("a", "stopped");
        // When, Then
        assertThat(table.toString()).isEqualTo("NAME     STATE\nbroker   ready\na        stopped\n");
    }

    @Test
    void wideColumnsAreShownOnlyWhenAskedFor() throws IOException {
        // Given
        JsonNode table = new ObjectMapper().readTree("""
                        {"columnDefinitions":[{"name":"Name","priority":0},{"name":"Selector","priority":1}],
                         "rows":[{"cells":["web","app=web"]}]}""");
        // When, Then
        assertThat(TextTable.of(table, false).toString()).isEqualTo("NAME\nweb\n");
        assertThat(TextTable.of(table, true).toString()).isEqualTo("NAME   SELECTOR\nweb    app=web\n");
    }
}

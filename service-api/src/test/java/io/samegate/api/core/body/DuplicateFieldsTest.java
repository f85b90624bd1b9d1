package io.samegate.api.core.body;

import static io.samegate.api.core.Objects.tree;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class DuplicateFieldsTest {

    @Test
    void theLastOfSeveralFieldsCountsAndEachIsNamedOnce() throws IOException {
        DuplicateFields.Read read =
                read("{'spec':{'type':'A','type':'B','type':'C','ports':[{'port':1,'port':2}]},'kind':'K'}");
        assertThat(read.tree()).isEqualTo(tree("{'spec':{'type':'C','ports':[{'port':2}]},'kind':'K'}"));
        assertThat(read.warnings())
                .containsExactly("duplicate field \"spec.type\"", "duplicate field \"spec.ports[0].port\"");
    }

    @Test
    void everyValueIsReadAsItStands() throws IOException {
        String json = "{'a':[1,2147483648,123456789012345678901234567890,1.5,true,false,null,'x',{},[]]}";
        DuplicateFields.Read read = read(json);
        assertThat(read.tree()).isEqualTo(tree(json));
        assertThat(read.warnings()).isEmpty();
    }

    private static DuplicateFields.Read read(String json) throws IOException {
        return DuplicateFields.read(new JsonFactory().createParser(json.replace('\'', '"')));
    }
}

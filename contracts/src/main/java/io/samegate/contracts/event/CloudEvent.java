package io.samegate.contracts.event;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The attributes every record carries as headers: CloudEvents 1.0 in the binary mode of its Kafka binding, the value
 * being the data.
 *
 * @param id unique per source; a request's id for requests and their answers
 * @param type what happened, {@code io.samegate.<thing>.<past tense or verb>}
 * @param source who says so, {@link Source#uri()}
 * @param subject what it is about; the record's key unless said otherwise
 */
public record CloudEvent(String id, String type, String source, String subject, Instant time) {

    /** The headers of the record, in the order of the specification; all values are UTF-8. */
    public Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("ce_specversion", "1.0");
        headers.put("ce_id", id);
        headers.put("ce_type", type);
        headers.put("ce_source", source);
        headers.put("ce_subject", subject);
        headers.put("ce_time", time.toString());
        headers.put("content-type", "application/json");
        return headers;
    }
}

package io.openintake.registry.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.openintake.registry.domain.Violation;
import java.util.List;

/**
 * RFC 9457 problem details with our stable {@code code}, always below 500 bytes: the real clients print the body as it
 * is
 * and cut what is longer.
 */
final class ProblemBody {
    static final String MEDIA_TYPE = "application/problem+json";
    static final int MAX_BYTES = 499;

    private static final int MAX_DETAIL_LENGTH = 240;
    private static final int MAX_POINTER_LENGTH = 64;
    private static final ObjectMapper JSON = new ObjectMapper();

    private ProblemBody() {}

    /** The body; violations that do not fit are left out. */
    static byte[] of(int status, String code, String detail, List<Violation> violations) {
        ObjectNode problem = JSON.createObjectNode();
        problem.put("detail", shortened(detail, MAX_DETAIL_LENGTH));
        problem.put("code", code);
        problem.put("status", status);
        ArrayNode listed = JSON.createArrayNode();
        for (Violation violation : violations) {
            listed.addObject()
                    .put("pointer", shortened(violation.pointer(), MAX_POINTER_LENGTH))
                    .put("detail", violation.message());
            problem.set("errors", listed);
            if (bytes(problem).length > MAX_BYTES) {
                listed.remove(listed.size() - 1);
            }
        }
        if (listed.isEmpty()) {
            problem.remove("errors");
        }
        byte[] whole = bytes(problem);
        return whole.length <= MAX_BYTES ? whole : bytes(problem.put("detail", "the request was refused"));
    }

    private static String shortened(String text, int max) {
        return text.length() <= max ? text : text.substring(0, max - 1) + "…";
    }

    private static byte[] bytes(ObjectNode problem) {
        try {
            return JSON.writeValueAsBytes(problem);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a tree of plain values is writable", impossible);
        }
    }
}

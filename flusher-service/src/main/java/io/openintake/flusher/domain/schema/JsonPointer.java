package io.openintake.flusher.domain.schema;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** A place in a message, RFC 6901, built on the way down and written out only when there is something to point at. */
public final class JsonPointer {
    public static final JsonPointer ROOT = new JsonPointer(null, "");
    /** Longer pointers name the deepest ancestor that fits: names are content, and content may be of any size. */
    public static final int MAX_CHARACTERS = 1_024;

    private final @Nullable JsonPointer parent;
    private final String token;

    private JsonPointer(@Nullable JsonPointer parent, String token) {
        this.parent = parent;
        this.token = token;
    }

    /** The member of this name. */
    public JsonPointer member(String name) {
        return new JsonPointer(this, name);
    }

    /** The array element at this index. */
    public JsonPointer item(int index) {
        return new JsonPointer(this, Integer.toString(index));
    }

    /** The object or array that this is in; the root's is the root. */
    public JsonPointer owner() {
        return parent == null ? this : parent;
    }

    @Override
    public String toString() {
        Deque<String> tokens = new ArrayDeque<>();
        for (JsonPointer at = this; at.parent != null; at = at.parent) {
            tokens.push(at.token);
        }
        StringBuilder text = new StringBuilder();
        for (String each : tokens) {
            String escaped = "/" + each.replace("~", "~0").replace("/", "~1");
            if (text.length() + escaped.length() > MAX_CHARACTERS) {
                return text.toString();
            }
            text.append(escaped);
        }
        return text.toString();
    }
}

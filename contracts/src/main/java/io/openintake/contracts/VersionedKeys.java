package io.openintake.contracts;

import java.util.HashMap;
import java.util.Map;

/**
 * Makes handlers of compacted topics idempotent: a change counts only if its version is newer than what is known of the
 * key. Removed keys stay known, so that a late or repeated record cannot bring them back.
 */
public final class VersionedKeys {
    private final Map<String, Long> newest = new HashMap<>();

    /** Whether the change with this version is news; if so it is remembered. */
    public boolean isNews(String key, long version) {
        Long known = newest.get(key);
        if (known != null && known >= version) {
            return false;
        }
        newest.put(key, version);
        return true;
    }

    /** The newest version seen of the key, 0 when there is none. */
    public long version(String key) {
        return newest.getOrDefault(key, 0L);
    }
}

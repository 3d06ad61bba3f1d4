package io.openintake.registry.http.body;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.openintake.registry.app.Page;
import io.openintake.registry.app.PageToken;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** A page on the wire: the items under the name of their kind, and a token if there is more. */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record ListBody(@JsonAnyGetter Map<String, List<?>> items, Optional<String> nextPageToken) {
    /** The page as callers see it. */
    public static <T> ListBody of(String kind, Page<T> page, Function<T, ?> body) {
        return new ListBody(
                Map.of(kind, page.items().stream().map(body).toList()),
                page.next().map(PageToken::text));
    }
}

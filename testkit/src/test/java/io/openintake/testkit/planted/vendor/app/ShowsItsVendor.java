package io.openintake.testkit.planted.vendor.app;

import com.fasterxml.jackson.databind.JsonNode;

public final class ShowsItsVendor {
    public int size(JsonNode document) {
        return document.size();
    }
}

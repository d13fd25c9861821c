package dev.watchparty.sync.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;

/// What a connection may do.
public enum Role {
    @JsonProperty("viewer")
    VIEWER,
    @JsonProperty("cohost")
    COHOST,
    @JsonProperty("admin")
    ADMIN;

    /// Whether control messages of this role are obeyed.
    public boolean mayControl() {
        return this != VIEWER;
    }
}

package dev.watchparty.media.staging;

import com.fasterxml.jackson.annotation.JsonValue;

/// What is wrong with a staged file on disk.
public enum FileProblem {
    /// Another file, or other bytes, lie where the staged file was.
    FILE_CHANGED("file-changed"),
    /// The file is gone or cannot be reached, or its disk is away.
    FILE_MISSING("file-missing");

    private final String code;

    FileProblem(String code) {
        this.code = code;
    }

    /// Stable word for programs.
    @JsonValue
    public String code() {
        return code;
    }
}

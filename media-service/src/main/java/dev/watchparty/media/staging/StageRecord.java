package dev.watchparty.media.staging;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.watchparty.media.container.Index;
import dev.watchparty.media.container.Index.Place;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// `staged.json`: a [StagedFile] without what is found anew at each start, the room and the real file. Its values end
/// up in headers and answers, so that a record which a hand or a broken disk has changed is checked like any input.
///
/// @param updatedAt milliseconds since the epoch
/// @param modifiedAt ISO 8601, to the nanosecond
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@RegisterForReflection
record StageRecord(
        @JsonProperty(required = true) String path,
        @JsonProperty(required = true) String etag,
        @JsonProperty(required = true) long updatedAt,
        @JsonProperty(required = true) long stageRevision,
        @JsonProperty(required = true) long sizeBytes,
        @JsonProperty(required = true) String modifiedAt,
        @Nullable String fileKey,
        @JsonProperty(required = true) String contentType,
        @Nullable Double durationSeconds,
        @JsonProperty(required = true) List<String> codecs,
        @JsonProperty(required = true) IndexRecord index,
        @JsonProperty(required = true) String sampleHash) {

    private static final Pattern ETAG = Pattern.compile("[0-9a-f]{40}");
    private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern CONTENT_TYPE = Pattern.compile("[a-z]+/[a-z0-9.+-]+");

    StageRecord {
        require(ETAG.matcher(etag).matches(), "etag");
        require(SHA_256.matcher(sampleHash).matches(), "sampleHash");
        require(CONTENT_TYPE.matcher(contentType).matches(), "contentType");
        require(sizeBytes >= 0, "sizeBytes");
        require(stageRevision >= 0, "stageRevision");
        require(
                durationSeconds == null || (Double.isFinite(durationSeconds) && durationSeconds >= 0),
                "durationSeconds");
        require(!path.isEmpty(), "path");
        Objects.requireNonNull(index);
        Instant.parse(modifiedAt);
        codecs = List.copyOf(codecs);
    }

    private static void require(boolean holds, String field) {
        if (!holds) {
            throw new IllegalArgumentException("bad " + field);
        }
    }

    /// An [Index], flat.
    ///
    /// @param fromByte absent, like `toByte`, where there is none or nobody knows
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record IndexRecord(
            @JsonProperty(required = true) Kind kind,
            @Nullable Long fromByte,
            @Nullable Long toByte) {

        enum Kind {
            @JsonProperty("front")
            FRONT,
            @JsonProperty("end")
            END,
            @JsonProperty("absent")
            ABSENT,
            @JsonProperty("unknown")
            UNKNOWN
        }

        IndexRecord {
            // Refuses what no index is.
            toIndex(kind, fromByte, toByte);
        }

        static IndexRecord of(Index index) {
            return switch (index) {
                case Index.At(Place place, long from, long to) ->
                    new IndexRecord(place == Place.FRONT ? Kind.FRONT : Kind.END, from, to);
                case Index.Absent() -> new IndexRecord(Kind.ABSENT, null, null);
                case Index.Unknown() -> new IndexRecord(Kind.UNKNOWN, null, null);
            };
        }

        Index toIndex() {
            return toIndex(kind, fromByte, toByte);
        }

        private static Index toIndex(Kind kind, @Nullable Long fromByte, @Nullable Long toByte) {
            return switch (kind) {
                case FRONT -> at(Place.FRONT, fromByte, toByte);
                case END -> at(Place.END, fromByte, toByte);
                case ABSENT -> new Index.Absent();
                case UNKNOWN -> new Index.Unknown();
            };
        }

        private static Index at(Place place, @Nullable Long fromByte, @Nullable Long toByte) {
            return new Index.At(place, Objects.requireNonNull(fromByte), Objects.requireNonNull(toByte));
        }
    }

    static StageRecord of(StagedFile staged) {
        return new StageRecord(
                staged.path(),
                staged.etag(),
                staged.updatedAt().toEpochMilli(),
                staged.stageRevision(),
                staged.sizeBytes(),
                staged.modifiedAt().toString(),
                staged.fileKey(),
                staged.contentType(),
                staged.durationSeconds(),
                staged.codecs(),
                IndexRecord.of(staged.index()),
                staged.sampleHash());
    }

    StagedFile at(RoomName room, Path file) {
        return new StagedFile(
                room,
                path,
                file,
                etag,
                Instant.ofEpochMilli(updatedAt),
                stageRevision,
                sizeBytes,
                Instant.parse(modifiedAt),
                fileKey,
                contentType,
                durationSeconds,
                codecs,
                index.toIndex(),
                sampleHash);
    }
}

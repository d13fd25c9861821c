package dev.watchparty.sync.protocol;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/// Text frames to records and back. Strict about types: a string where a number belongs is refused, not guessed
/// at. Any thread.
public final class Codec {

    private static final Set<String> COMMANDS = Arrays.stream(
                    Objects.requireNonNull(ClientMessage.class.getAnnotation(JsonSubTypes.class))
                            .value())
            .map(type -> Objects.requireNonNull(type.value().getAnnotation(JsonTypeName.class))
                    .value())
            .collect(Collectors.toUnmodifiableSet());

    private static final ObjectMapper JSON = JsonMapper.builder()
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .withCoercionConfig(
                    LogicalType.Textual,
                    text -> text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
            .build();

    private Codec() {}

    public static String encode(ServerMessage message) {
        try {
            return JSON.writerFor(ServerMessage.class).writeValueAsString(message);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot encode " + message, e);
        }
    }

    public static Decoded decode(String frame) {
        JsonNode node;
        try {
            node = JSON.readTree(frame);
        } catch (JsonProcessingException e) {
            return new Decoded.Misunderstood(ErrorCode.NOT_JSON, "The message is not JSON.");
        }
        if (!node.isObject()) {
            return new Decoded.Misunderstood(ErrorCode.NOT_JSON, "The message is not a JSON object.");
        }
        JsonNode command = node.path("cmd");
        if (command.isMissingNode() && node.path("type").asText().equals("viewerPause")) {
            return new Decoded.Telemetry();
        }
        if (!command.isTextual()) {
            return new Decoded.Misunderstood(ErrorCode.BAD_MESSAGE, "The message has no \"cmd\".");
        }
        if (!COMMANDS.contains(command.textValue())) {
            return new Decoded.Misunderstood(
                    ErrorCode.UNKNOWN_COMMAND, "The service does not know this \"cmd\". Is the page older or newer?");
        }
        try {
            return new Decoded.Understood(JSON.treeToValue(node, ClientMessage.class));
        } catch (JsonProcessingException e) {
            return new Decoded.Misunderstood(
                    ErrorCode.BAD_MESSAGE,
                    "A field of \"" + command.textValue() + "\" is missing or of the wrong type.");
        }
    }
}

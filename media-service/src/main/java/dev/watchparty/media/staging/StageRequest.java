package dev.watchparty.media.staging;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.watchparty.media.problem.Problem;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// The body of `POST /api/stage`, or what is wrong with it. Read by hand, because the mapper would take a number for a
/// string.
sealed interface StageRequest {

    ObjectReader TREE = new ObjectMapper().reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /// A body of the right shape.
    ///
    /// @param key absent where it comes as a bearer token
    record Valid(String path, @Nullable String key) implements StageRequest {}

    record Invalid(Problem problem) implements StageRequest {}

    static StageRequest parse(byte[] body) {
        JsonNode json;
        try {
            json = TREE.readTree(body);
        } catch (JsonProcessingException e) {
            return invalid("not-json", "The body is not JSON.");
        } catch (IOException e) {
            throw new IllegalStateException("bytes in memory are always readable", e);
        }
        if (!json.isObject()) {
            return invalid("bad-body", "The body must be a JSON object with path and key.");
        }
        JsonNode path = json.get("path");
        if (path == null || !path.isTextual()) {
            return invalid("bad-body", "The body needs \"path\", a string, as the list of films gives it.");
        }
        JsonNode key = json.get("key");
        if (key != null && !key.isNull() && !key.isTextual()) {
            return invalid("bad-body", "The body's \"key\" must be a string.");
        }
        return new Valid(path.textValue(), key == null ? null : key.textValue());
    }

    private static Invalid invalid(String code, String detail) {
        return new Invalid(new Problem(400, code, detail));
    }
}

package dev.watchparty.media.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ProblemTest {

    @Test
    void carries_the_members_of_rfc_9457_and_its_own() {
        Problem problem =
                new Problem(409, "other-film", "Another film is on now.", Map.of("url", "/media/current?v=abc"));

        assertThat(new JsonObject(problem.toJson()))
                .isEqualTo(new JsonObject()
                        .put("type", "about:blank")
                        .put("title", "Conflict")
                        .put("status", 409)
                        .put("detail", "Another film is on now.")
                        .put("code", "other-film")
                        .put("url", "/media/current?v=abc"));
    }

    @Test
    void refuses_a_status_that_is_no_problem() {
        assertThatThrownBy(() -> new Problem(204, "fine", "Nothing to say."))
                .isInstanceOf(IllegalArgumentException.class);
    }
}

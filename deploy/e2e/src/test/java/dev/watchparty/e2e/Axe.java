package dev.watchparty.e2e;

import com.microsoft.playwright.Page;
import dev.watchparty.deploy.Project;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// axe-core in a page: what keeps people from using it who do not see, hear or point as others do. It comes with the
/// pages' npm packages.
final class Axe {

    private static final String SOURCE = Project.text("web-ui/node_modules/axe-core/axe.min.js");

    /// Shadow trees included.
    private static final String RUN = """
            async rule => {
              const { violations } = await axe.run(document, {
                resultTypes: ["violations"], ...(rule && { runOnly: { type: "rule", values: [rule] } }),
              });
              return violations.flatMap(({ id, impact, nodes }) => nodes.map(
                  ({ target, failureSummary }) => `${id} (${impact}) at ${target.flat().join(" ")}: ${failureSummary}`));
            }""";

    private Axe() {}

    /// What is wrong with the page as it is now, in words; empty is good. By all rules that are on by default, of every
    /// level.
    static List<String> violations(Page page) {
        return run(page, null);
    }

    /// The same, by one rule alone.
    static List<String> violationsOf(Page page, String rule) {
        return run(page, rule);
    }

    private static List<String> run(Page page, @Nullable String rule) {
        if (Boolean.FALSE.equals(page.evaluate("'axe' in window"))) {
            page.evaluate(SOURCE);
        }
        return ((List<?>) page.evaluate(RUN, rule))
                .stream().map(String::valueOf).toList();
    }
}

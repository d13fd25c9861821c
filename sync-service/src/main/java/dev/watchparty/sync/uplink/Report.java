package dev.watchparty.sync.uplink;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.watchparty.sync.room.PageReport;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/// Who has a live page, all rooms together (`deploy/contracts/viewers.json`).
///
/// @param viewers at most [#MOST]; those beyond count as pages that do not report
@RegisterForReflection(targets = {Report.class, PageReport.class})
record Report(List<PageReport> viewers) {

    /// As many as the media service takes.
    static final int MOST = 4000;

    private static final ObjectWriter JSON = JsonMapper.builder().build().writerFor(Report.class);

    static Report of(List<List<PageReport>> rooms) {
        return new Report(rooms.stream().flatMap(List::stream).limit(MOST).toList());
    }

    String encode() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot encode a report", e);
        }
    }
}

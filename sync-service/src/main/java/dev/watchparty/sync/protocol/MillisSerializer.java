package dev.watchparty.sync.protocol;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;

/// Writes milliseconds with three decimals and no exponent.
final class MillisSerializer extends JsonSerializer<Double> {

    @Override
    public void serialize(Double millis, JsonGenerator generator, SerializerProvider serializers) throws IOException {
        generator.writeNumber(
                BigDecimal.valueOf(millis).setScale(3, RoundingMode.HALF_UP).toPlainString());
    }
}

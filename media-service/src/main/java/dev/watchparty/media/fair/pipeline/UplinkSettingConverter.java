package dev.watchparty.media.fair.pipeline;

import org.eclipse.microprofile.config.spi.Converter;

/// For [FairConfig#uplink].
public final class UplinkSettingConverter implements Converter<UplinkSetting> {

    private static final long serialVersionUID = 1;

    @Override
    public UplinkSetting convert(String value) {
        return UplinkSetting.parse(value);
    }
}

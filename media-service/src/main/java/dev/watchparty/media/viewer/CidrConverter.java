package dev.watchparty.media.viewer;

import org.eclipse.microprofile.config.spi.Converter;

/// Reads a setting such as `192.168.1.0/24`.
public final class CidrConverter implements Converter<Cidr> {

    @Override
    public Cidr convert(String value) {
        return Cidr.parse(value);
    }
}

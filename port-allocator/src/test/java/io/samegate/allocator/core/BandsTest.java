package io.samegate.allocator.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BandsTest {

    @ParameterizedTest
    @CsvSource({
        "30000-32767,86",
        "20000-32767,128",
        "30000-30199,16",
        "30000-30016,16",
        "30000-30015,0",
        "30000-30009,0"
    })
    void theStaticBandOfNodePortsIsThatOfKep3668(String range, int expected) {
        assertThat(PortRange.parse(range).staticBand()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"10.0.0.0/24,16", "10.0.0.0/16,256", "10.233.0.0/18,256", "10.0.0.0/20,256", "10.0.0.0/28,0"})
    void theStaticBandOfAddressesIsThatOfKep3070(String range, int expected) {
        assertThat(AddressRange.parse(range).staticBand()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "30000", "a-b", "32767-30000", "0-10", "30000-65536", "1-2-3"})
    void aPortRangeThatMakesNoSenseIsRefused(String text) {
        assertThatThrownBy(() -> PortRange.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10.0.0.0", "10.0.0.1/24", "10.0.0.0/8", "10.0.0.0/29", "10.0.0/24", "fd00::/108"})
    void aNetworkThatMakesNoSenseIsRefused(String text) {
        assertThatThrownBy(() -> AddressRange.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected");
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0,false",
        "10.0.0.1,true",
        "10.0.0.254,true",
        "10.0.0.255,false",
        "10.0.1.1,false",
        "9.255.255.255,false",
        "None,false"
    })
    void theNetworkAndBroadcastAddressesAreNobodys(String address, boolean expected) {
        AddressRange range = AddressRange.parse("10.0.0.0/24");

        assertThat(range.index(address).isPresent()).isEqualTo(expected);
        range.index(address).ifPresent(index -> assertThat(range.address(index)).isEqualTo(address));
    }
}

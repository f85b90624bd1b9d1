package io.samegate.api.core.defaults;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClusterIpsTest {

    private static final Service STORED = service("10.0.0.1", "10.0.0.1");

    @Test
    void anAddressThatIsTakenOutTakesTheListWithIt() {
        assertThat(followed(service("", "10.0.0.1"))).isEmpty();
        assertThat(followed(service(null, "10.0.0.1"))).isEmpty();
    }

    @Test
    void anAddressThatIsChangedStandsInTheList() {
        assertThat(followed(service("None", "10.0.0.1"))).containsExactly("None");
    }

    @Test
    void aListThatTheClientHasChangedIsItsOwn() {
        assertThat(followed(service("", "10.0.0.2"))).containsExactly("10.0.0.2");
    }

    @Test
    void anAddressThatStaysLeavesTheListAsItIs() {
        assertThat(followed(service("10.0.0.1", "10.0.0.1"))).containsExactly("10.0.0.1");
        assertThat(followed(service("10.0.0.1"))).isEmpty();
    }

    @Test
    void whatIsNoServiceOrHasNoSpecIsLeftAlone() {
        Service bare = new ServiceBuilder().build();

        ClusterIps.follow(STORED, bare);
        ClusterIps.follow(new PodBuilder().build(), new PodBuilder().build());

        assertThat(bare).isEqualTo(new ServiceBuilder().build());
    }

    private static List<String> followed(Service given) {
        ClusterIps.follow(STORED, given);
        return given.getSpec().getClusterIPs();
    }

    private static Service service(String address, String... addresses) {
        return new ServiceBuilder()
                .withNewSpec()
                .withClusterIP(address)
                .withClusterIPs(addresses)
                .endSpec()
                .build();
    }
}

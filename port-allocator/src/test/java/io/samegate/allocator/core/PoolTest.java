package io.samegate.allocator.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.samegate.contracts.ObjectKey;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PoolTest {

    private static final ObjectKey WEB = new ObjectKey("default", "web");
    private static final ObjectKey MAIL = new ObjectKey("default", "mail");

    @Test
    void takingMovesANumberAndItsFormerHolderCanNoLongerReleaseIt() {
        Pool pool = Pool.free(4, 0).take(1, WEB).take(1, MAIL);

        assertThat(pool.release(1, WEB).holder(1)).contains(MAIL);
        assertThat(pool.takenCount()).isEqualTo(1);
    }

    @Test
    void aPoolIsNeverChangedByWhatIsMadeFromIt() {
        Pool free = Pool.free(4, 0);
        Pool one = free.take(1, WEB);

        one.release(1, WEB);

        assertThat(free).isEqualTo(Pool.free(4, 0));
        assertThat(one.holder(1)).contains(WEB);
    }

    @Test
    void everyFreeNumberIsPickedSoonerOrLaterAndNoOther() {
        Pool pool = Pool.free(4, 0).take(2, WEB);
        SplittableRandom random = new SplittableRandom(1);

        assertThat(random.ints(200).map(any -> pool.pick(random, Set.of(0)).orElseThrow()))
                .containsOnly(1, 3);
    }

    @Test
    void aFullPoolHasNothingToPick() {
        Pool pool = Pool.free(2, 1).take(0, WEB).take(1, WEB);

        assertThat(pool.pick(new SplittableRandom(1), Set.of())).isEmpty();
    }
}

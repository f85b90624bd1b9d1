package io.samegate.api.rest;

import io.samegate.api.store.ObjectView;
import io.samegate.contracts.ApiKind;
import io.vertx.core.Context;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The watches of one view on one event loop. They are woken together and in rounds: what is new is read, selected and
 * written as JSON once for all that want the same from the same place on, and while a round goes on more may gather for
 * the next. The more watches there are the longer the next round waits, so that telling them leaves time for the rest.
 *
 * <p>On the event loop, except the nudge.
 */
final class WatchGroup {

    private static final Logger LOGGER = LoggerFactory.getLogger(WatchGroup.class);
    private static final Duration TICK = Duration.ofMillis(500);

    /** A round begins no sooner after the last than this, for each watch of the view. */
    private static final long GAP_NANOS_PER_WATCH = TimeUnit.MICROSECONDS.toNanos(40);

    private static final long LONGEST_GAP_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    /** Pieces of news that are kept during a round; each is some 16 KiB or one large object. */
    private static final int MOST_SHARED = 100;

    private final Context loop;
    private final ObjectView view;
    private final ObjectBytes written;
    private final Duration stalledAfter;
    private final AtomicInteger watchesOfView; // on all event loops
    private final Set<Watch> watches = new LinkedHashSet<>();
    private final Map<WatchNews.Wish, WatchNews> news = new HashMap<>(); // of this round
    private final AtomicBoolean nudged = new AtomicBoolean();
    private AutoCloseable nudges = () -> {};
    private boolean inRound;
    private long ticks;
    private long lastRound = System.nanoTime() - LONGEST_GAP_NANOS;

    /**
     * @param stalledAfter how long a client may take nothing
     * @param watchesOfView counts those on all event loops
     */
    WatchGroup(Context loop, ObjectView view, ObjectBytes written, Duration stalledAfter, AtomicInteger watchesOfView) {
        this.loop = loop;
        this.view = view;
        this.written = written;
        this.stalledAfter = stalledAfter;
        this.watchesOfView = watchesOfView;
    }

    ApiKind kind() {
        return view.kind();
    }

    ObjectBytes written() {
        return written;
    }

    Duration stalledAfter() {
        return stalledAfter;
    }

    /** From now on it hears what is new. */
    void add(Watch watch) {
        if (watches.isEmpty()) {
            nudges = view.onAdvance(this::nudge);
            ticks = loop.owner().setPeriodic(TICK.toMillis(), id -> tick());
        }
        watches.add(watch);
        watchesOfView.incrementAndGet();
    }

    void remove(Watch watch) {
        if (!watches.remove(watch)) {
            return;
        }
        watchesOfView.decrementAndGet();
        if (watches.isEmpty()) {
            loop.owner().cancelTimer(ticks);
            try {
                nudges.close();
            } catch (Exception e) {
                LOGGER.atWarn().setCause(e).log("nudges not ended");
            }
        }
    }

    /** What is new for somebody; made once for all who ask the same within a round. */
    WatchNews news(WatchNews.Wish wish) {
        WatchNews shared = news.get(wish);
        if (shared != null) {
            return shared;
        }
        WatchNews made = WatchNews.read(view, wish, written);
        if (inRound && news.size() < MOST_SHARED) {
            news.put(wish, made);
        }
        return made;
    }

    /** Lets a watch go on when others have had their turn. */
    void later(Watch watch) {
        loop.runOnContext(nothing -> pump(watch));
    }

    /** Any thread. */
    private void nudge() {
        if (nudged.compareAndSet(false, true)) {
            loop.runOnContext(nothing -> await());
        }
    }

    private void await() {
        long gap = Math.min(LONGEST_GAP_NANOS, watchesOfView.get() * GAP_NANOS_PER_WATCH);
        long wait = TimeUnit.NANOSECONDS.toMillis(lastRound + gap - System.nanoTime());
        if (wait > 0) {
            loop.owner().setTimer(wait, id -> round());
        } else {
            round();
        }
    }

    private void round() {
        nudged.set(false);
        lastRound = System.nanoTime();
        inRound = true;
        List.copyOf(watches).forEach(this::pump);
        inRound = false;
        news.clear();
    }

    /** One that fails is not to keep the others from their news. */
    private void pump(Watch watch) {
        try {
            watch.pump();
        } catch (RuntimeException e) {
            LOGGER.atError().addKeyValue("kind", kind().plural()).setCause(e).log("a watch failed and is cut off");
            watch.cut();
        }
    }

    private void tick() {
        long now = System.nanoTime();
        List.copyOf(watches).forEach(watch -> watch.tick(now));
    }
}

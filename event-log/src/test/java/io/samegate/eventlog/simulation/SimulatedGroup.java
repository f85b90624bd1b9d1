package io.samegate.eventlog.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Kafka's group of one partition with static members: a replica that returns under its name within its session gets
 * the place it had, without a rebalance.
 *
 * <p>A rebalance ends when every member has polled or lost its session; then there is a new generation, and a commit
 * by anybody who has not heard of it is refused.
 */
final class SimulatedGroup {

    static final long SESSION_MILLIS = 2_000;

    private static final String NOBODY = "";

    /** What a member hears in a poll. */
    record Place(int generation, boolean owner) {}

    private static final class Member {
        int id;
        long heard;
        boolean joined;
        int generation; // that it has heard of
    }

    private final SimulatedTime time;
    private final Map<String, Member> members = new TreeMap<>();
    private OptionalLong committed = OptionalLong.empty();
    private String owner = NOBODY;
    private boolean rebalancing;
    private boolean moving;
    private int generation;
    private int ids;

    SimulatedGroup(SimulatedTime time) {
        this.time = time;
    }

    /** @return the member's id; an earlier one of the same name is fenced from now on */
    int join(String name) {
        boolean known = members.containsKey(name);
        Member member = members.computeIfAbsent(name, n -> new Member());
        ids++;
        member.id = ids;
        member.heard = time.now();
        if (!known) {
            rebalance(false);
        }
        member.joined = true;
        completeIfAllJoined();
        return member.id;
    }

    Place poll(String name, int id) {
        Member member = require(name, id);
        member.heard = time.now();
        member.joined = true;
        completeIfAllJoined();
        member.generation = generation;
        return new Place(generation, owner.equals(name));
    }

    void heartbeat(String name, int id) {
        Member member = members.get(name);
        if (member != null && member.id == id) {
            member.heard = time.now();
        }
    }

    void leave(String name, int id) {
        require(name, id);
        remove(name);
    }

    boolean isMember(String name, int id) {
        return members.containsKey(name) && members.get(name).id == id;
    }

    /** Whether the group has anybody of this name; a member that was put out has to join again. */
    boolean isKnown(String name) {
        return members.containsKey(name);
    }

    /** A position is only accepted from a member of the current generation. */
    void requireCurrent(String name, int id, int ofGeneration) {
        require(name, id);
        if (ofGeneration != generation) {
            throw new Refusal("CommitFailed: generation " + ofGeneration + " (current: " + generation + ")");
        }
    }

    /** A transaction with a position is complete. */
    void moveTo(long position) {
        committed = OptionalLong.of(position);
    }

    OptionalLong committed() {
        return committed;
    }

    /** Whose the partition is; empty if nobody's. */
    String owner() {
        return owner;
    }

    /** Whether there are this many members, and all know of the last rebalance. */
    boolean isStable(int size) {
        return !rebalancing
                && members.size() == size
                && members.values().stream().allMatch(member -> member.generation == generation);
    }

    /** Begins a rebalance; the partition goes to another member if {@code move}. */
    void rebalance(boolean move) {
        rebalancing = true;
        moving |= move;
        members.values().forEach(member -> member.joined = false);
    }

    void expireSessions() {
        for (String name : List.copyOf(members.keySet())) {
            if (members.get(name).heard + SESSION_MILLIS < time.now()) {
                remove(name);
            }
        }
    }

    /** The broker was away: all sessions begin again. */
    void renewSessions() {
        members.values().forEach(member -> member.heard = time.now());
    }

    /** The group expires, and its position with it; only a group without members does. */
    boolean forget() {
        if (!members.isEmpty()) {
            return false;
        }
        committed = OptionalLong.empty();
        owner = NOBODY;
        rebalancing = false;
        return true;
    }

    private void remove(String name) {
        members.remove(name);
        rebalance(false);
        completeIfAllJoined();
    }

    private void completeIfAllJoined() {
        if (!rebalancing || !members.values().stream().allMatch(member -> member.joined)) {
            return;
        }
        rebalancing = false;
        generation++;
        List<String> others = new ArrayList<>(members.keySet());
        others.remove(owner);
        if (!members.containsKey(owner) || moving) {
            owner = others.isEmpty() ? (members.containsKey(owner) ? owner : NOBODY) : others.getFirst();
        }
        moving = false;
    }

    private Member require(String name, int id) {
        Member member = members.get(name);
        if (member == null) {
            throw new Refusal("UnknownMember: " + name);
        }
        if (member.id != id) {
            throw new Refusal("FencedInstance: " + name);
        }
        return member;
    }
}

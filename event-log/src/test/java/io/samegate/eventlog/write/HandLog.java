package io.samegate.eventlog.write;

import io.samegate.contracts.request.Request;
import io.samegate.eventlog.decide.StateChange;
import io.samegate.eventlog.write.Polled.Assignment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.function.ObjLongConsumer;
import java.util.function.Supplier;

/** A log moved by hand: the test says what the polls bring and what becomes of commits. */
final class HandLog implements WriterLog.Factory {

    private final Queue<Supplier<Polled>> polls = new ArrayDeque<>();
    private final List<StateChange<?>> state = new ArrayList<>();
    private final List<Transaction> committed = new ArrayList<>();
    private final List<String> calls = new ArrayList<>();
    private List<Long> offsetsOfLast = List.of();
    private OptionalLong committedPosition = OptionalLong.empty();
    private long end;
    private boolean hadWriter;
    private boolean commitsFail;

    /** The record at the next offset of the state. */
    HandLog holding(StateChange<?> change) {
        state.add(change);
        return this;
    }

    HandLog at(long position, long endOfRequests) {
        committedPosition = OptionalLong.of(position);
        end = endOfRequests;
        return this;
    }

    HandLog forgottenAt(long endOfRequests) {
        committedPosition = OptionalLong.empty();
        end = endOfRequests;
        return this;
    }

    HandLog thatHadAWriter() {
        hadWriter = true;
        return this;
    }

    HandLog thenAssigned(Assignment assignment) {
        polls.add(() -> new Polled(assignment, List.of()));
        return this;
    }

    /** Requests in one poll, at the offsets from {@code offset} on. */
    HandLog thenPolled(long offset, Instant appended, Request... requests) {
        List<Polled.Received> received = new ArrayList<>();
        for (Request request : requests) {
            received.add(new Polled.Received(offset + received.size(), appended, request));
        }
        polls.add(() -> new Polled(Assignment.HELD, received));
        return this;
    }

    HandLog thenFailing(RuntimeException failure) {
        polls.add(() -> {
            throw failure;
        });
        return this;
    }

    void failCommits() {
        commitsFail = true;
    }

    /** Everything asked of the log but polls, in order. */
    List<String> calls() {
        return calls;
    }

    List<Transaction> committed() {
        return committed;
    }

    Transaction lastCommitted() {
        return committed.getLast();
    }

    List<Long> offsetsOfLast() {
        return offsetsOfLast;
    }

    @Override
    public WriterLog open() {
        calls.add("open");
        return new Membership();
    }

    private final class Membership implements WriterLog {
        @Override
        public Polled poll(Duration max) {
            Supplier<Polled> next = polls.poll();
            return next == null ? new Polled(Assignment.HELD, List.of()) : next.get();
        }

        @Override
        public void fence() {
            calls.add("fence");
        }

        @Override
        public boolean replay(ObjLongConsumer<StateChange<?>> onRecord) {
            calls.add("replay");
            for (int i = 0; i < state.size(); i++) {
                onRecord.accept(state.get(i), i);
            }
            return !state.isEmpty();
        }

        @Override
        public OptionalLong committedPosition() {
            calls.add("committedPosition");
            return committedPosition;
        }

        @Override
        public boolean hasHadWriter() {
            return hadWriter;
        }

        @Override
        public long endPosition() {
            return end;
        }

        @Override
        public void seek(long position) {
            calls.add("seek " + position);
        }

        @Override
        public List<Long> commit(Transaction transaction) {
            if (commitsFail) {
                throw new LogLostException("nobody knows");
            }
            calls.add("commit");
            List<Long> offsets = new ArrayList<>();
            for (StateChange<?> change : transaction.changes()) {
                offsets.add((long) state.size());
                state.add(change);
            }
            committed.add(transaction);
            offsetsOfLast = offsets;
            return offsets;
        }

        @Override
        public void wakeup() {
            // No poll waits.
        }

        @Override
        public void close() {
            calls.add("close");
        }

        @Override
        public void resign() {
            calls.add("resign");
        }
    }
}

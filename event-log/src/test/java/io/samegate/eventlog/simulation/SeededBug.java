package io.samegate.eventlog.simulation;

import io.samegate.contracts.request.Answer;
import io.samegate.eventlog.decide.StateChange;
import io.samegate.eventlog.write.LogLostException;
import io.samegate.eventlog.write.Polled;
import io.samegate.eventlog.write.Transaction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.ObjLongConsumer;

/** Mistakes one could make in the protocol, to see that the simulation finds each; {@link #NONE} is the real thing. */
enum SeededBug {
    NONE("") {
        @Override
        SimulatedMembership membership(Replica replica, SimulatedLog log, History history) {
            return new SimulatedMembership(replica, log, history);
        }
    },
    ANSWER_BEFORE_COMMIT("a client hears only what is committed") {
        @Override
        SimulatedMembership membership(Replica replica, SimulatedLog log, History history) {
            return new SimulatedMembership(replica, log, history) {
                @Override
                void answer(int writing, String requestId, Answer answer) {
                    run("answer too early", () -> log.answerOutside(requestId, answer));
                    super.answer(writing, requestId, answer);
                }
            };
        }
    },
    OFFSETS_OUTSIDE_THE_TRANSACTION("a request is decided once") {
        @Override
        SimulatedMembership membership(Replica replica, SimulatedLog log, History history) {
            return new SimulatedMembership(replica, log, history) {
                @Override
                void sendPosition(int writing, long next) {
                    // Not now.
                }

                @Override
                public List<Long> commit(Transaction transaction) {
                    List<Long> offsets = super.commit(transaction);
                    run("commit the position by itself", () -> log.group.moveTo(transaction.position()));
                    return offsets;
                }
            };
        }
    },
    EPOCH_TAKEN_AGAIN_ON_AN_OLD_ASSIGNMENT("without faults one writer answers everything") {
        @Override
        SimulatedMembership membership(Replica replica, SimulatedLog log, History history) {
            boolean had = replica.hadEpoch();
            return new SimulatedMembership(replica, log, history) {
                private boolean again = had;

                @Override
                public Polled poll(Duration max) {
                    Polled polled = super.poll(max);
                    if (!had || polled.assignment() != Polled.Assignment.NONE) {
                        return polled;
                    }
                    if (again) {
                        again = false;
                        return new Polled(Polled.Assignment.FRESH, List.of());
                    }
                    return new Polled(Polled.Assignment.HELD, fetch());
                }
            };
        }
    },
    SKIPPED_FENCING("an epoch has one writer") {
        @Override
        SimulatedMembership membership(Replica replica, SimulatedLog log, History history) {
            return new SimulatedMembership(replica, log, history) {
                @Override
                public void fence() {
                    useEpoch(ask("use the epoch there is", log.transactions::epoch));
                }
            };
        }
    },
    REPLAY_BEFORE_FENCING("a writer's state is what the log says") {
        @Override
        SimulatedMembership membership(Replica replica, SimulatedLog log, History history) {
            return new SimulatedMembership(replica, log, history) {
                private final List<SimulatedPartition.Data<StateChange<?>>> read = new ArrayList<>();

                @Override
                public void fence() {
                    super.replay((change, offset) ->
                            read.add(new SimulatedPartition.Data<>(offset, 0, change.key(), change)));
                    super.fence();
                }

                @Override
                public boolean replay(ObjLongConsumer<StateChange<?>> onRecord) {
                    read.forEach(data -> onRecord.accept(data.value(), data.offset()));
                    return !read.isEmpty();
                }
            };
        }
    },
    POSITION_READ_BEFORE_FENCING("the position never goes back") {
        @Override
        SimulatedMembership membership(Replica replica, SimulatedLog log, History history) {
            return new SimulatedMembership(replica, log, history) {
                private OptionalLong early = OptionalLong.empty();

                @Override
                public void fence() {
                    early = super.committedPosition();
                    super.fence();
                }

                @Override
                public OptionalLong committedPosition() {
                    return early;
                }
            };
        }
    },
    REPLAY_OF_UNCOMMITTED_RECORDS("a writer's state is what the log says") {
        @Override
        SimulatedMembership membership(Replica replica, SimulatedLog log, History history) {
            return new SimulatedMembership(replica, log, history) {
                @Override
                List<SimulatedPartition.Data<StateChange<?>>> read(
                        SimulatedPartition<StateChange<?>> partition, long end) {
                    return partition.uncommitted();
                }
            };
        }
    },
    REPLAY_STOPS_ONE_SHORT("a writer's state is what the log says") {
        @Override
        SimulatedMembership membership(Replica replica, SimulatedLog log, History history) {
            return new SimulatedMembership(replica, log, history) {
                @Override
                Map<SimulatedPartition<StateChange<?>>, Long> ends() {
                    Map<SimulatedPartition<StateChange<?>>, Long> ends = super.ends();
                    // The last offset is the marker's, the one before the last record's.
                    ends.replaceAll((partition, end) -> Math.max(0, end - 2));
                    return ends;
                }
            };
        }
    },
    STATE_KEPT_AFTER_AN_UNCERTAIN_COMMIT("a writer's state is what the log says") {
        @Override
        SimulatedMembership membership(Replica replica, SimulatedLog log, History history) {
            return new SimulatedMembership(replica, log, history) {
                @Override
                void end(int writing) {
                    try {
                        super.end(writing);
                    } catch (LogLostException e) {
                        history.tell(replica.name(), "takes it for committed: ", e.getMessage());
                    }
                }
            };
        }
    },
    ANSWER_NAMES_ANOTHER_OFFSET("a holding changes because somebody asked") {
        @Override
        SimulatedMembership membership(Replica replica, SimulatedLog log, History history) {
            return new SimulatedMembership(replica, log, history) {
                @Override
                void answer(int writing, String requestId, Answer answer) {
                    super.answer(
                            writing,
                            requestId,
                            answer instanceof Answer.Accepted accepted
                                    ? new Answer.Accepted(accepted.topic(), accepted.offset() + 1)
                                    : answer);
                }
            };
        }
    },
    POSITION_ONE_TOO_FAR("the position is right behind what is decided") {
        @Override
        SimulatedMembership membership(Replica replica, SimulatedLog log, History history) {
            return new SimulatedMembership(replica, log, history) {
                @Override
                void sendPosition(int writing, long next) {
                    super.sendPosition(writing, next + 1);
                }
            };
        }
    },
    POSITION_ONE_SHORT("the position is right behind what is decided") {
        @Override
        SimulatedMembership membership(Replica replica, SimulatedLog log, History history) {
            return new SimulatedMembership(replica, log, history) {
                @Override
                void sendPosition(int writing, long next) {
                    super.sendPosition(writing, Math.max(0, next - 1));
                }
            };
        }
    },
    FORGOTTEN_GROUP_BEGINS_AT_ZERO("the position never goes back") {
        @Override
        SimulatedMembership membership(Replica replica, SimulatedLog log, History history) {
            return new SimulatedMembership(replica, log, history) {
                @Override
                public OptionalLong committedPosition() {
                    return OptionalLong.of(super.committedPosition().orElse(0));
                }
            };
        }
    },
    NO_STATE_TAKEN_FOR_NO_WRITER("the position never goes back") {
        @Override
        SimulatedMembership membership(Replica replica, SimulatedLog log, History history) {
            return new SimulatedMembership(replica, log, history) {
                @Override
                public boolean hasHadWriter() {
                    return false;
                }
            };
        }
    },
    NOTHING_ASKED_FOR_AT_A_TAKEOVER("what was observed has its consequences") {
        @Override
        SimulatedMembership membership(Replica replica, SimulatedLog log, History history) {
            return new SimulatedMembership(replica, log, history);
        }

        @Override
        List<Numbers.Ceiling> atTakeover(Numbers.Ceiling ceiling) {
            return List.of();
        }
    };

    private final String promise;

    SeededBug(String promise) {
        this.promise = promise;
    }

    /** The promise that it breaks sooner or later. */
    String promise() {
        return promise;
    }

    List<Numbers.Ceiling> atTakeover(Numbers.Ceiling ceiling) {
        return List.of(ceiling);
    }

    abstract SimulatedMembership membership(Replica replica, SimulatedLog log, History history);
}

package io.samegate.api.core.access;

/** Whom a binding is about. */
sealed interface Subject {

    boolean is(User user);

    record Named(String name) implements Subject {
        @Override
        public boolean is(User user) {
            return user.name().equals(name);
        }
    }

    record MemberOf(String group) implements Subject {
        @Override
        public boolean is(User user) {
            return user.groups().contains(group);
        }
    }
}

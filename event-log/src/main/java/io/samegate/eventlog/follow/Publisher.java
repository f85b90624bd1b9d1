package io.samegate.eventlog.follow;

/** Hears every change of an image, on the follower's thread. */
public interface Publisher {

    /** For logs. */
    String name();

    /**
     * The image is now this, by these changes. The first call has a delta from the empty image and comes when the
     * end of the log known at start has been read, so there is no separate way to start. A call with an empty delta
     * says that only positions advanced.
     */
    void onUpdate(Delta delta, Image image);
}

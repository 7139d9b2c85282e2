package io.hft.engine.sequencing;

/** Whether a command entered the ring. */
public enum Admission {
    /** Its reply will be called. */
    ACCEPTED,
    /** The ring is full; nothing was done, its reply will not be called. */
    RING_FULL,
    /** The shard is stopping or has failed; nothing was done, its reply will not be called. */
    NOT_SERVING
}

package io.hft.it.support;

/** A platform that runs, and the ways to look into it. */
public interface Stack {
    /** The REST interface as clients reach it, without credentials: as the demo user. */
    Api api();

    Database database();

    EngineClient engineClient();
}

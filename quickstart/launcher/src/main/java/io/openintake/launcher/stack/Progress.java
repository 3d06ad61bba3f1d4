package io.openintake.launcher.stack;

/** Who is told how far a long step is. Called by several threads. */
public interface Progress {
    /** A step begins. */
    void step(String text);

    /** Something inside the step is done. */
    void detail(String text);
}

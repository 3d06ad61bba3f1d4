package io.openintake.flusher.domain.suspect;

/** How to go about converting a batch of which nothing is known. */
public enum Caution {
    /** As it comes: this owner has delivered a batch of this intake before. */
    PLAIN,
    /** Mark it in the log first, so that the next owner knows where this one ended. */
    CAREFUL
}

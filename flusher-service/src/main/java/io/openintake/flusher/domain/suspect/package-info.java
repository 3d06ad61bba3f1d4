/** Which record ended the process: found from what the log says about earlier owners. */
@NullMarked
package io.openintake.flusher.domain.suspect;

import org.jspecify.annotations.NullMarked;

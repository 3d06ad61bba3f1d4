/** Takes people's answers: checked against what was asked, audited, then sent to the flusher. */
@NullMarked
package io.openintake.registry.app.answer;

import org.jspecify.annotations.NullMarked;

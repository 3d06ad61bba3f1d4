/** The running whole: backing and five services as child processes over one data folder. */
@NullMarked
package io.openintake.launcher.stack;

import org.jspecify.annotations.NullMarked;

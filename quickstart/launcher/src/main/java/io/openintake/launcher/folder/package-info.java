/** What an installation keeps on disk: ports, secrets, certificates, the lock that allows one run at a time. */
@NullMarked
package io.openintake.launcher.folder;

import org.jspecify.annotations.NullMarked;

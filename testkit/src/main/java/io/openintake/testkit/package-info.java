/** What the tests of all modules share: real infrastructure, waiting, architecture and tidiness rules, fault points. */
@NullMarked
package io.openintake.testkit;

import org.jspecify.annotations.NullMarked;

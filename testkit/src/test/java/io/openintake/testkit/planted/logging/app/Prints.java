package io.openintake.testkit.planted.logging.app;

import java.util.logging.Logger;

final class Prints {
    void print() {
        System.out.println("delivered");
        Logger.getLogger("prints").info("delivered");
    }
}

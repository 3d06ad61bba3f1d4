package io.openintake.registry.domain;

import io.openintake.contracts.RunnerId;
import io.openintake.contracts.TableTarget;

/** From where to where an update takes an intake; often nowhere. */
record Move(RunnerId fromRunner, RunnerId toRunner, TableTarget fromTable, TableTarget toTable) {
    boolean isToAnotherRunner() {
        return !fromRunner.equals(toRunner);
    }

    boolean isToAnotherTable() {
        return !fromTable.equals(toTable);
    }
}

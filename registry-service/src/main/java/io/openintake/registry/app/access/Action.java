package io.openintake.registry.app.access;

/** What a token may allow in a project. */
public enum Action {
    LIST("intake.intake.list"),
    CREATE("intake.intake.create"),
    GET("intake.intake.get"),
    UPDATE("intake.intake.update"),
    DELETE("intake.intake.delete");

    private final String text;

    Action(String text) {
        this.text = text;
    }

    /** The wire form. */
    public String text() {
        return text;
    }
}

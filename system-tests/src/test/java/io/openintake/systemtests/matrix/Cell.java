package io.openintake.systemtests.matrix;

/** What is tried with every client. */
enum Cell {
    PLAIN("PLAIN", "logs in by PLAIN and produces 20 messages, uncompressed, without idempotence"),
    SCRAM_256("SCRAM-256", "the same by SCRAM-SHA-256"),
    SCRAM_512("SCRAM-512", "the same by SCRAM-SHA-512"),
    IDEMPOTENT("idempotent", "produces with an idempotent producer: the batches on the broker have its producer id"),
    GZIP("gzip", "produces with gzip, with idempotence and without: the batches on the broker are so compressed"),
    SNAPPY("snappy", "the same with snappy"),
    LZ4("lz4", "the same with lz4"),
    ZSTD("zstd", "the same with zstd"),
    DEAD_LETTERS(
            "dead letters",
            "a group reads exactly the committed dead letters, in order, commits, goes on where it was, sees neither "
                    + "aborted records nor transaction markers, and is quiet at the end"),
    HOLD("hold", "a full buffer holds a request for 7 s: the client sees no error, and each message arrives once"),
    ERROR_19("error 19", "after two refusals with NOT_ENOUGH_REPLICAS the message arrives exactly once"),
    WRONG_PASSWORD("wrong password", "is told so within 15 s"),
    WRONG_TOPIC("wrong topic", "is told so within 15 s when it produces to another intake's topic"),
    RESTART(
            "restart",
            "the gateway is killed and started again while the client produces: it goes on by itself, each "
                    + "acknowledged message is there, and only once if the producer is idempotent");

    private final String title;
    private final String meaning;

    Cell(String title, String meaning) {
        this.title = title;
        this.meaning = meaning;
    }

    String title() {
        return title;
    }

    /** What a client does that passes, after its name. */
    String meaning() {
        return meaning;
    }

    /** Whether the client has what the cell is about. */
    boolean isOffered(Client client) {
        return this != IDEMPOTENT || client.isIdempotent();
    }

    /** The compression that the cell is about. */
    String codec() {
        return switch (this) {
            case GZIP, SNAPPY, LZ4, ZSTD -> title;
            default -> "none";
        };
    }

    /** The SASL mechanism that the cell logs in with. */
    String mechanism() {
        return switch (this) {
            case PLAIN -> "PLAIN";
            case SCRAM_256 -> "SCRAM-SHA-256";
            default -> "SCRAM-SHA-512";
        };
    }
}

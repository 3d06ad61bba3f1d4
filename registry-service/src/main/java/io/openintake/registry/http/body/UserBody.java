package io.openintake.registry.http.body;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.openintake.registry.domain.User;
import io.openintake.registry.domain.value.Description;
import java.util.Map;
import java.util.Optional;

/** An intake user on the wire; a password is never in it. */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record UserBody(
        String id,
        String displayName,
        Optional<String> description,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, String> labels,
        String state,
        @JsonProperty("create_time") String createTime,
        String user,
        String type,
        ClientConfigBody clientConfig) {
    /** The user as callers see it. */
    public static UserBody of(User user, String bootstrap) {
        return new UserBody(
                user.id().toString(),
                user.profile().displayName().text(),
                user.profile().description().map(Description::text),
                user.profile().labels().pairs(),
                "active",
                Times.text(user.created()),
                user.id().userName(),
                user.type().text(),
                ClientConfigBody.of(bootstrap, user.id().userName()));
    }

    /** Properties for two families of Kafka clients, complete but for the password. */
    public record ClientConfigBody(String java, String librdkafka) {
        private static final String PASSWORD = "<plain-text-intake-user-password>";

        static ClientConfigBody of(String bootstrap, String userName) {
            String common = "bootstrap.servers=" + bootstrap + "\nsecurity.protocol=SASL_SSL\n"
                    + "sasl.mechanism=SCRAM-SHA-512\n";
            String java = common
                    + "sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required \\\n"
                    + "  username=\"" + userName + "\" \\\n"
                    + "  password=\"" + PASSWORD + "\";\n";
            String librdkafka = common + "sasl.username=" + userName + "\nsasl.password=" + PASSWORD + "\n";
            return new ClientConfigBody(java, librdkafka);
        }
    }
}

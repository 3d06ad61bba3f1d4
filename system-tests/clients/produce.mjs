// Sends every line of standard input as one message with kafkajs.
//
// usage: node produce.mjs TOPIC   (BOOTSTRAP, KAFKA_USER, KAFKA_PASSWORD, CA_FILE in the environment; MECHANISM may
// name another SASL mechanism). Run it with NODE_PATH or from the folder that holds node_modules.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

const require = createRequire(process.env.CLIENTS_NODE + "/");
const { Kafka, CompressionTypes, logLevel } = require("kafkajs");

const kafka = new Kafka({
  clientId: "kafkajs-test",
  brokers: [process.env.BOOTSTRAP],
  ssl: { ca: [readFileSync(process.env.CA_FILE, "utf8")] },
  sasl: {
    mechanism: process.env.MECHANISM ?? "scram-sha-512",
    username: process.env.KAFKA_USER,
    password: process.env.KAFKA_PASSWORD,
  },
  logLevel: logLevel.NOTHING,
});

const lines = readFileSync(0, "utf8").split("\n").filter((line) => line !== "");
const producer = kafka.producer({ retry: { retries: 2 } });
try {
  await producer.connect();
  for (let i = 0; i < lines.length; i += 500) {
    await producer.send({
      topic: process.argv[2],
      acks: -1,
      compression: CompressionTypes.GZIP,
      messages: lines.slice(i, i + 500).map((value) => ({ value })),
    });
  }
  console.log(`sent=${lines.length}`);
} catch (failure) {
  console.error(`${failure.name}: ${failure.message}`);
  process.exitCode = 1;
} finally {
  await producer.disconnect();
}

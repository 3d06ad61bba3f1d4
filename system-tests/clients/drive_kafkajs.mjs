// The matrix driver of kafkajs: node drive_kafkajs.mjs produce|consume (see README.md).
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

const require = createRequire(process.env.CLIENTS_NODE + "/");
const { Kafka, CompressionTypes, CompressionCodecs, Partitioners, logLevel } = require("kafkajs");

const PATIENCE_MS = 40_000;
const env = (name) => process.env[name];
const number = (name) => Number(env(name));
const event = (name, fields = {}) => console.log(JSON.stringify({ event: name, ...fields }));

// snippet
// kafkajs itself has gzip; npm install kafkajs-snappy kafkajs-lz4 @bokuweb/zstd-wasm for the others
CompressionCodecs[CompressionTypes.Snappy] = require("kafkajs-snappy");
CompressionCodecs[CompressionTypes.LZ4] = new (require("kafkajs-lz4"))().codec;
const zstd = require("@bokuweb/zstd-wasm");
CompressionCodecs[CompressionTypes.ZSTD] = () => ({
  compress: async (encoder) => Buffer.from(zstd.compress(encoder.buffer)),
  decompress: async (buffer) => Buffer.from(zstd.decompress(buffer)),
});

const kafka = new Kafka({
  brokers: [env("BOOTSTRAP")],
  ssl: { ca: [readFileSync(env("CA_FILE"), "utf8")] },
  sasl: {
    mechanism: env("MECHANISM").toLowerCase(), // scram-sha-512
    username: env("KAFKA_USER"),
    password: env("KAFKA_PASSWORD"),
  },
  retry: { retries: 12 }, // 5 by default, about ten seconds
  logLevel: logLevel.NOTHING,
});

const producerSettings = {
  idempotent: env("IDEMPOTENT") === "true",
  createPartitioner: Partitioners.DefaultPartitioner,
  retry: { retries: 12 },
};

const send = (producer, messages) =>
  producer.send({
    topic: env("TOPIC"),
    acks: -1,
    timeout: number("TIMEOUT_MS"), // 30000, the default
    compression: CompressionTypes[{ none: "None", gzip: "GZIP", snappy: "Snappy", lz4: "LZ4", zstd: "ZSTD" }[env("CODEC")]],
    messages,
  });
// end

const messageId = (n) => `${env("PREFIX")}-${n}`;
const message = (n) => ({ value: JSON.stringify({ id: messageId(n), pad: "x".repeat(200) }) });

// One call sends all messages, or one each when they come with a pause.
async function produce() {
  await zstd.init();
  const producer = kafka.producer(producerSettings);
  event("sending");
  await producer.connect();
  const size = number("PAUSE_MS") > 0 ? 1 : number("COUNT");
  for (let from = 0; from < number("COUNT"); from += size) {
    const numbers = Array.from({ length: size }, (_, i) => from + i);
    try {
      await send(producer, numbers.map(message));
      numbers.forEach((n) => event("acked", { id: messageId(n) }));
    } catch (failure) {
      numbers.forEach((n) => event("failed", { id: messageId(n), error: `${failure.name}: ${failure.message}` }));
    }
    await sleep(number("PAUSE_MS"));
  }
  await producer.disconnect();
}

async function consume() {
  const consumer = kafka.consumer({ groupId: env("GROUP") });
  let count = 0;
  await consumer.connect();
  await consumer.subscribe({ topics: [env("TOPIC")], fromBeginning: true });
  await consumer.run({
    eachMessage: async ({ message: one }) => {
      event("record", { offset: Number(one.offset), id: one.value.toString() });
      count++;
    },
  });
  const giveUp = Date.now() + PATIENCE_MS;
  while (count < number("COUNT")) {
    if (Date.now() > giveUp) {
      throw new Error(`only ${count} records came`);
    }
    await sleep(50);
  }
  event("tail");
  await sleep(number("TAIL_MS"));
  await consumer.disconnect();
}

try {
  await (process.argv[2] === "produce" ? produce() : consume());
  event("end");
} catch (failure) {
  event("error", { error: `${failure.name}: ${failure.message}` });
  process.exit(1);
}

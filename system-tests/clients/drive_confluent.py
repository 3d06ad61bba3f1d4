"""The matrix driver of confluent-kafka-python: drive_confluent.py produce|consume (see README.md)."""

import time

import confluent_kafka
from driving import env, event, idempotent, message, message_id, number, run, settled


# snippet
def login():
    return {
        "bootstrap.servers": env("BOOTSTRAP"),
        "security.protocol": "SASL_SSL",
        "ssl.ca.location": env("CA_FILE"),
        "sasl.mechanism": env("MECHANISM"),  # SCRAM-SHA-512
        "sasl.username": env("KAFKA_USER"),
        "sasl.password": env("KAFKA_PASSWORD"),
        "error_cb": failed,  # the only place where a wrong password is told
    }


def producer():
    return confluent_kafka.Producer(
        {
            **login(),
            "enable.idempotence": idempotent(),  # True
            "compression.type": env("CODEC"),
            "request.timeout.ms": number("TIMEOUT_MS"),  # 30000, the default
            "linger.ms": 20,
        }
    )


def reader():
    return confluent_kafka.Consumer(
        {
            **login(),
            "group.id": env("GROUP"),
            "auto.offset.reset": "earliest",
            "enable.auto.commit": False,
        }
    )


def failed(error):
    event("error", error=error.str())


# end


def produce():
    sender = producer()
    event("sending")
    for n in range(number("COUNT")):
        sent = message_id(n)
        sender.produce(
            env("TOPIC"),
            message(n),
            on_delivery=lambda failure, _, sent=sent: settled(sent, failure),
        )
        sender.poll(0)
        time.sleep(number("PAUSE_MS") / 1000)
    sender.flush()


def consume(tail):
    consumer = reader()
    consumer.subscribe([env("TOPIC")])
    while not tail.is_over():
        one = consumer.poll(0.2)
        if one is not None and one.error() is None:
            tail.record(one.offset(), one.value())
    consumer.commit(asynchronous=False)
    consumer.close()


run(produce, consume)

"""The matrix driver of kafka-python, 2.0.2 and later: drive_kafka_python.py produce|consume (see README.md)."""

import sys
import time

if sys.version_info >= (3, 12):
    # Debian patches 2.0.2 in the same place
    import six

    sys.modules.setdefault("kafka.vendor.six.moves", six.moves)

import kafka
from driving import env, event, idempotent, message, message_id, number, run, settled

NEW = int(kafka.__version__.split(".")[0]) > 2


# snippet
def login():
    return dict(
        bootstrap_servers=env("BOOTSTRAP"),
        security_protocol="SASL_SSL",
        ssl_cafile=env("CA_FILE"),
        sasl_mechanism=env("MECHANISM"),  # SCRAM-SHA-512
        sasl_plain_username=env("KAFKA_USER"),
        sasl_plain_password=env("KAFKA_PASSWORD"),
    )


def producer():
    settings = login()
    settings.update(
        acks="all",
        compression_type=None if env("CODEC") == "none" else env("CODEC"),
        request_timeout_ms=number("TIMEOUT_MS"),  # 30000, the default
        linger_ms=20,
    )
    if NEW:
        settings.update(enable_idempotence=idempotent())
    else:
        settings.update(retries=1000)  # 0 by default: every error would be final
    return kafka.KafkaProducer(**settings)


def reader():
    return kafka.KafkaConsumer(
        env("TOPIC"),
        group_id=env("GROUP"),
        auto_offset_reset="earliest",
        enable_auto_commit=False,
        **login(),
    )


# end


def produce():
    sender = producer()
    event("sending")
    for n in range(number("COUNT")):
        sent = message_id(n)
        try:
            future = sender.send(env("TOPIC"), message(n))
            future.add_callback(lambda _, sent=sent: settled(sent))
            future.add_errback(lambda failure, sent=sent: settled(sent, failure))
        except kafka.errors.KafkaError as failure:
            settled(sent, failure)
        time.sleep(number("PAUSE_MS") / 1000)
    sender.flush()
    sender.close()


def consume(tail):
    consumer = reader()
    while not tail.is_over():
        for records in consumer.poll(timeout_ms=200).values():
            for one in records:
                tail.record(one.offset, one.value)
    consumer.commit()
    consumer.close()


run(produce, consume)

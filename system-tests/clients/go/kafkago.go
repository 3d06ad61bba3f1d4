package main

import (
	"context"
	"errors"
	"time"

	"github.com/segmentio/kafka-go"
	"github.com/segmentio/kafka-go/sasl"
	"github.com/segmentio/kafka-go/sasl/plain"
	"github.com/segmentio/kafka-go/sasl/scram"
)

// snippet
func kafkaGoWriter() *kafka.Writer {
	return &kafka.Writer{
		Addr:         kafka.TCP(env("BOOTSTRAP")),
		Topic:        env("TOPIC"),
		RequiredAcks: kafka.RequireAll,
		WriteTimeout: timeout(),        // 30 * time.Second: a full buffer is then held, not refused
		ReadTimeout:  30 * time.Second, // 10 by default
		MaxAttempts:  30,               // 10 by default, about ten seconds
		BatchTimeout: 10 * time.Millisecond,
		Compression:  kafkaGoCodecs[env("CODEC")],
		Transport:    &kafka.Transport{TLS: trust(), SASL: kafkaGoMechanism()}, // scram.Mechanism(scram.SHA512, …)
	}
}

func kafkaGoReader() *kafka.Reader {
	dialer := &kafka.Dialer{Timeout: 10 * time.Second, TLS: trust(), SASLMechanism: kafkaGoMechanism()}
	return kafka.NewReader(kafka.ReaderConfig{
		Brokers: []string{env("BOOTSTRAP")},
		GroupID: env("GROUP"),
		Topic:   env("TOPIC"),
		Dialer:  dialer,
	})
}

// end

var kafkaGoCodecs = map[string]kafka.Compression{
	"none": 0, "gzip": kafka.Gzip, "snappy": kafka.Snappy, "lz4": kafka.Lz4, "zstd": kafka.Zstd,
}

func kafkaGoMechanism() sasl.Mechanism {
	algorithm := scram.SHA512
	switch env("MECHANISM") {
	case "PLAIN":
		return plain.Mechanism{Username: env("KAFKA_USER"), Password: env("KAFKA_PASSWORD")}
	case "SCRAM-SHA-256":
		algorithm = scram.SHA256
	}
	mechanism, err := scram.Mechanism(algorithm, env("KAFKA_USER"), env("KAFKA_PASSWORD"))
	if err != nil {
		panic(err)
	}
	return mechanism
}

// One call writes all messages, or one each when they come with a pause.
func kafkaGoProduce() error {
	writer := kafkaGoWriter()
	defer writer.Close()
	size := number("COUNT")
	if number("PAUSE_MS") > 0 {
		size = 1
	}
	sending()
	for from := 0; from < number("COUNT"); from += size {
		batch := make([]kafka.Message, 0, size)
		for n := from; n < from+size; n++ {
			batch = append(batch, kafka.Message{Value: message(n)})
		}
		err := writer.WriteMessages(context.Background(), batch...)
		for n := range batch {
			settled(messageID(from+n), kafkaGoFailure(err, n))
		}
		pause()
	}
	return nil
}

func kafkaGoFailure(err error, n int) error {
	var each kafka.WriteErrors
	if errors.As(err, &each) {
		return each[n]
	}
	return err
}

func kafkaGoConsume() error {
	reader := kafkaGoReader()
	defer reader.Close()
	var last []kafka.Message
	for read := newTail(); ; {
		patience, cancel := context.WithTimeout(context.Background(), 200*time.Millisecond)
		one, err := reader.FetchMessage(patience)
		cancel()
		if err == nil {
			read.record(one.Offset, one.Value)
			last = []kafka.Message{one}
		} else if !errors.Is(err, context.DeadlineExceeded) {
			return err
		}
		if over, err := read.over(); err != nil {
			return err
		} else if over {
			return reader.CommitMessages(context.Background(), last...)
		}
	}
}

package main

import (
	"context"
	"sync"
	"time"

	"github.com/twmb/franz-go/pkg/kgo"
	"github.com/twmb/franz-go/pkg/sasl"
	"github.com/twmb/franz-go/pkg/sasl/plain"
	"github.com/twmb/franz-go/pkg/sasl/scram"
)

// snippet
func franzLogin() []kgo.Opt {
	return []kgo.Opt{
		kgo.SeedBrokers(env("BOOTSTRAP")),
		kgo.DialTLSConfig(trust()), // a tls.Config with the CA
		kgo.SASL(franzMechanism()), // scram.Auth{User: …, Pass: …}.AsSha512Mechanism()
	}
}

func franzProducer() (*kgo.Client, error) {
	options := append(franzLogin(),
		kgo.ProduceRequestTimeout(timeout()), // 30 * time.Second: a full buffer is then held, not refused
		kgo.ProducerBatchCompression(franzCodecs[env("CODEC")]))
	if !idempotent() {
		options = append(options, kgo.DisableIdempotentWrite())
	}
	client, err := kgo.NewClient(options...)
	if err != nil {
		return nil, err
	}
	return client, client.Ping(context.Background()) // tells a wrong password at once
}

func franzReader() []kgo.Opt {
	return append(franzLogin(),
		kgo.ConsumerGroup(env("GROUP")),
		kgo.ConsumeTopics(env("TOPIC")),
		kgo.ConsumeResetOffset(kgo.NewOffset().AtStart()),
		kgo.DisableAutoCommit())
}

// end

var franzCodecs = map[string]kgo.CompressionCodec{
	"none": kgo.NoCompression(), "gzip": kgo.GzipCompression(), "snappy": kgo.SnappyCompression(),
	"lz4": kgo.Lz4Compression(), "zstd": kgo.ZstdCompression(),
}

func franzMechanism() sasl.Mechanism {
	password := scram.Auth{User: env("KAFKA_USER"), Pass: env("KAFKA_PASSWORD")}
	switch env("MECHANISM") {
	case "PLAIN":
		return plain.Auth{User: env("KAFKA_USER"), Pass: env("KAFKA_PASSWORD")}.AsMechanism()
	case "SCRAM-SHA-256":
		return password.AsSha256Mechanism()
	default:
		return password.AsSha512Mechanism()
	}
}

func franzProduce() error {
	sending()
	client, err := franzProducer()
	if err != nil {
		return err
	}
	defer client.Close()
	var open sync.WaitGroup
	for n := range number("COUNT") {
		open.Add(1)
		id := messageID(n)
		client.Produce(context.Background(), &kgo.Record{Topic: env("TOPIC"), Value: message(n)},
			func(_ *kgo.Record, err error) {
				settled(id, err)
				open.Done()
			})
		pause()
	}
	open.Wait()
	return nil
}

func franzConsume() error {
	client, err := kgo.NewClient(franzReader()...)
	if err != nil {
		return err
	}
	defer client.Close()
	for read := newTail(); ; {
		patience, cancel := context.WithTimeout(context.Background(), 200*time.Millisecond)
		client.PollFetches(patience).EachRecord(func(one *kgo.Record) { read.record(one.Offset, one.Value) })
		cancel()
		if over, err := read.over(); err != nil {
			return err
		} else if over {
			return client.CommitUncommittedOffsets(context.Background())
		}
	}
}

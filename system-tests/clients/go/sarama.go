package main

import (
	"context"
	"crypto/sha256"
	"crypto/sha512"
	"sync"
	"time"

	"github.com/IBM/sarama"
	"github.com/xdg-go/scram"
)

// snippet
func saramaLogin() *sarama.Config {
	config := sarama.NewConfig()
	config.Net.TLS.Enable = true
	config.Net.TLS.Config = trust() // a tls.Config with the CA
	config.Net.SASL.Enable = true
	config.Net.SASL.User = env("KAFKA_USER")
	config.Net.SASL.Password = env("KAFKA_PASSWORD")
	config.Net.SASL.Mechanism = sarama.SASLMechanism(env("MECHANISM")) // SCRAM-SHA-512
	config.Net.SASL.SCRAMClientGeneratorFunc = newScram                // on github.com/xdg-go/scram
	return config
}

func saramaProducer() (sarama.AsyncProducer, error) {
	brokers := []string{env("BOOTSTRAP")}
	config := saramaLogin()
	// tells a wrong password at once, which the retries below would repeat for a minute
	if client, err := sarama.NewClient(brokers, config); err != nil {
		return nil, err
	} else if err := client.Close(); err != nil {
		return nil, err
	}
	if err := config.Producer.Compression.UnmarshalText([]byte(env("CODEC"))); err != nil {
		return nil, err
	}
	config.Producer.RequiredAcks = sarama.WaitForAll
	config.Producer.Timeout = timeout() // 30 * time.Second: a full buffer is then held, not refused
	config.Producer.Retry.Max = 60      // 3 by default, and 3 for metadata, which a restart of the gateway outlasts
	config.Producer.Retry.Backoff = time.Second
	config.Metadata.Retry.Max = 60
	config.Metadata.Retry.Backoff = time.Second
	config.Producer.Return.Successes = true
	if idempotent() {
		config.Producer.Idempotent = true
		config.Net.MaxOpenRequests = 1
	}
	return sarama.NewAsyncProducer(brokers, config)
}

func saramaReader() *sarama.Config {
	config := saramaLogin()
	config.Consumer.Offsets.Initial = sarama.OffsetOldest
	config.Consumer.Offsets.AutoCommit.Enable = false
	return config
}

// end

func saramaProduce() error {
	producer, err := saramaProducer()
	if err != nil {
		return err
	}
	var open sync.WaitGroup
	go func() {
		for one := range producer.Successes() {
			settled(one.Metadata.(string), nil)
			open.Done()
		}
	}()
	go func() {
		for one := range producer.Errors() {
			settled(one.Msg.Metadata.(string), one.Err)
			open.Done()
		}
	}()
	sending()
	for n := range number("COUNT") {
		open.Add(1)
		producer.Input() <- &sarama.ProducerMessage{
			Topic: env("TOPIC"), Value: sarama.ByteEncoder(message(n)), Metadata: messageID(n),
		}
		pause()
	}
	open.Wait()
	return producer.Close()
}

func saramaConsume() error {
	group, err := sarama.NewConsumerGroup([]string{env("BOOTSTRAP")}, env("GROUP"), saramaReader())
	if err != nil {
		return err
	}
	defer group.Close()
	reader := &saramaGroup{read: newTail()}
	if err := group.Consume(context.Background(), []string{env("TOPIC")}, reader); err != nil {
		return err
	}
	return reader.err
}

// saramaGroup reads one claim: dead letter topics have one partition.
type saramaGroup struct {
	read *tail
	err  error
}

func (*saramaGroup) Setup(sarama.ConsumerGroupSession) error   { return nil }
func (*saramaGroup) Cleanup(sarama.ConsumerGroupSession) error { return nil }

func (g *saramaGroup) ConsumeClaim(session sarama.ConsumerGroupSession, claim sarama.ConsumerGroupClaim) error {
	tick := time.NewTicker(100 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case one := <-claim.Messages():
			if one == nil {
				return nil
			}
			g.read.record(one.Offset, one.Value)
			session.MarkMessage(one, "")
		case <-tick.C:
			if over, err := g.read.over(); over {
				g.err = err
				session.Commit()
				return nil
			}
		}
	}
}

// saramaScram is what sarama asks of a SCRAM implementation.
type saramaScram struct {
	generator    scram.HashGeneratorFcn
	conversation *scram.ClientConversation
}

func newScram() sarama.SCRAMClient {
	if env("MECHANISM") == sarama.SASLTypeSCRAMSHA256 {
		return &saramaScram{generator: sha256.New}
	}
	return &saramaScram{generator: sha512.New}
}

func (s *saramaScram) Begin(user, password, authorization string) error {
	client, err := s.generator.NewClient(user, password, authorization)
	if err == nil {
		s.conversation = client.NewConversation()
	}
	return err
}

func (s *saramaScram) Step(challenge string) (string, error) { return s.conversation.Step(challenge) }

func (s *saramaScram) Done() bool { return s.conversation.Done() }

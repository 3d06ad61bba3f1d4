// The matrix drivers of the Go clients: clients franz-go|sarama|kafka-go produce|consume (see ../README.md).
package main

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"strings"
	"sync"
	"time"
)

type driver struct {
	produce func() error
	consume func() error
}

var drivers = map[string]driver{
	"franz-go": {franzProduce, franzConsume},
	"sarama":   {saramaProduce, saramaConsume},
	"kafka-go": {kafkaGoProduce, kafkaGoConsume},
}

func main() {
	chosen, known := drivers[os.Args[1]]
	if !known {
		panic("unknown client " + os.Args[1])
	}
	run := chosen.produce
	if os.Args[2] == "consume" {
		run = chosen.consume
	}
	if err := run(); err != nil {
		event(map[string]any{"event": "error", "error": err.Error()})
		os.Exit(1)
	}
	event(map[string]any{"event": "end"})
}

var printing sync.Mutex

func event(fields map[string]any) {
	printing.Lock()
	defer printing.Unlock()
	line, _ := json.Marshal(fields)
	fmt.Println(string(line))
}

func sending() { event(map[string]any{"event": "sending"}) }

func settled(id string, err error) {
	if err == nil {
		event(map[string]any{"event": "acked", "id": id})
	} else {
		event(map[string]any{"event": "failed", "id": id, "error": err.Error()})
	}
}

// tail counts what is read and ends some time after enough has come.
type tail struct {
	count    int
	giveUpAt time.Time
	endAt    time.Time
}

func newTail() *tail { return &tail{giveUpAt: time.Now().Add(40 * time.Second)} }

func (t *tail) record(offset int64, value []byte) {
	event(map[string]any{"event": "record", "offset": offset, "id": string(value)})
	t.count++
}

// over tells whether the time at the end of the topic is up.
func (t *tail) over() (bool, error) {
	if t.endAt.IsZero() {
		if t.count >= number("COUNT") {
			event(map[string]any{"event": "tail"})
			t.endAt = time.Now().Add(time.Duration(number("TAIL_MS")) * time.Millisecond)
		} else if time.Now().After(t.giveUpAt) {
			return true, fmt.Errorf("only %d records came", t.count)
		}
		return false, nil
	}
	return time.Now().After(t.endAt), nil
}

func env(name string) string { return os.Getenv(name) }

func number(name string) int {
	value, err := strconv.Atoi(env(name))
	if err != nil {
		panic(name + ": " + err.Error())
	}
	return value
}

func idempotent() bool { return env("IDEMPOTENT") == "true" }

func messageID(n int) string { return env("PREFIX") + "-" + strconv.Itoa(n) }

func message(n int) []byte {
	return []byte(fmt.Sprintf(`{"id":"%s","pad":"%s"}`, messageID(n), strings.Repeat("x", 200)))
}

func pause() { time.Sleep(time.Duration(number("PAUSE_MS")) * time.Millisecond) }

// timeout is what the broker may take for a Produce request.
func timeout() time.Duration { return time.Duration(number("TIMEOUT_MS")) * time.Millisecond }

func trust() *tls.Config {
	authority, err := os.ReadFile(env("CA_FILE"))
	if err != nil {
		panic(err)
	}
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(authority)
	return &tls.Config{RootCAs: pool}
}

package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/touchstone-cx/touchstone/internal/analytics"
	"github.com/touchstone-cx/touchstone/internal/analytics/sqlengine"
	"github.com/touchstone-cx/touchstone/internal/app"
	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/signal"
)

type settings struct{ seconds int }

const connections = 128

// ingest sends signals of 1.3 kB, one a request, each acknowledged once it is durable.
func (s settings) ingest() ([]result, error) {
	peer, err := s.groupCommit()
	if err != nil {
		return nil, err
	}
	srv, err := start()
	if err != nil {
		return nil, err
	}
	defer srv.stop()
	var n atomic.Int64
	cpu := srv.cpu()
	load := hammer(srv.address, connections, time.Duration(s.seconds)*time.Second, func(b []byte, r *rand.Rand) []byte {
		return post(b, srv, "/api/v1/signals", body(n.Add(1), r))
	})
	if load.failed > 0 {
		return nil, fmt.Errorf("%d of %d requests failed: %s", load.failed, load.done, load.sample)
	}
	rate := float64(load.done) / load.took.Seconds()
	p99 := load.percentile(0.99)
	each := (srv.cpu() - cpu) / time.Duration(load.done)
	return []result{
		{"signals over HTTP, 1.3 kB, 128 connections, durable", fmt.Sprintf("%.0f/s", rate), "8,000/s", "12,000/s", rate >= 8000},
		{"  processor time of the server for one, reading it on included", each.Round(time.Microsecond).String(), "", "", true},
		{"  its p99", p99.Round(time.Millisecond / 10).String(), "50 ms", "", p99 < 50*time.Millisecond},
		{"  as a share of in-process group commit", fmt.Sprintf("%.2f of %.0f/s", rate/peer, peer), "0.45", "", rate/peer >= 0.45},
	}, nil
}

// groupCommit is the peer: the same signals, checked and recorded by 128 goroutines of one process straight through the group
// commit, a closure each. What is left of its rate over HTTP is what HTTP, JSON and reading on cost.
func (s settings) groupCommit() (float64, error) {
	dir, err := os.MkdirTemp("", "bench")
	if err != nil {
		return 0, err
	}
	defer os.RemoveAll(dir) //nolint:errcheck // a temporary folder
	ctx := context.Background()
	c := app.Defaults()
	c.Data = dir
	a, err := app.New(ctx, c, "bench", func(_ app.Config, d *db.DB) (analytics.Engine, error) { return sqlengine.New(d), nil },
		slog.New(slog.NewTextHandler(io.Discard, nil)))
	if err != nil {
		return 0, err
	}
	defer a.Close() //nolint:errcheck // thrown away
	o, _, err := a.Identity.Found(ctx, identity.Founding{Organisation: "Bench", Email: "bench@example.org", Password: "a password for the bench"}, true)
	if err != nil {
		return 0, err
	}
	ctx = identity.System(ctx, o.ID, "bench")
	var n atomic.Int64
	until := time.Now().Add(time.Duration(max(s.seconds/2, 2)) * time.Second)
	begun := time.Now()
	var all sync.WaitGroup
	var failed atomic.Value
	for i := range connections {
		all.Go(func() {
			r := rand.New(rand.NewPCG(uint64(i), 7)) //nolint:gosec // a load needs no secrecy
			for time.Now().Before(until) && failed.Load() == nil {
				if err := recordOne(ctx, a, o.ID, body(n.Add(1), r)); err != nil {
					failed.Store(err)
				}
			}
		})
	}
	all.Wait()
	if err, ok := failed.Load().(error); ok {
		return 0, err
	}
	return float64(n.Load()) / time.Since(begun).Seconds(), nil
}

func recordOne(ctx context.Context, a *app.App, org db.Org, text []byte) error {
	in := &signal.Input{}
	if err := json.Unmarshal(text, in); err != nil {
		return err
	}
	e, err := a.Log.Check(ctx, org, in)
	if err != nil {
		return err
	}
	return a.DB.WriteShared(ctx, org, func(tx *db.Tx) error {
		_, err := a.Log.Record(ctx, tx, org, []*signal.Entry{e})
		return err
	})
}

// body makes a signal of about 1.3 kB.
func body(n int64, r *rand.Rand) []byte {
	return fmt.Appendf(nil, `{"key":"bench-%d","at":"2026-%02d-%02dT%02d:00:00Z","kind":"survey","touch_point":"touch-%d","unit":"team-%d",`+
		`"employee":"a-%d","customer":{"external_id":"c-%d"},"channel":"phone","language":"en","measures":{"nps":%d,"csat":%d,"ces":%d},`+
		`"comments":[{"text":"%s"}],"attributes":{"product":"p%d","region":"r%d","plan":"gold"}}`,
		n, 1+r.IntN(10), 1+r.IntN(28), r.IntN(24), r.IntN(14), r.IntN(40), r.IntN(600), r.IntN(60_000),
		r.IntN(11), 1+r.IntN(5), 1+r.IntN(7), words(r, 150), r.IntN(8), r.IntN(5))
}

var vocabulary = strings.Fields("the agent was very kind and solved my problem at once but I waited long for a call back nobody phoned thanks " +
	"terrible slow great helpful answer wrong bill again refund promised never came easy quick friendly rude confusing clear perfect")

func words(r *rand.Rand, n int) string {
	var b strings.Builder
	for i := range n {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(vocabulary[r.IntN(len(vocabulary))])
	}
	return b.String()
}

func post(b []byte, srv *server, path string, body []byte) []byte {
	b = fmt.Appendf(b, "POST %s HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n",
		path, srv.address, srv.token, len(body))
	return append(b, body...)
}

// load is what a hammer did.
type load struct {
	done, failed int64
	took         time.Duration
	times        []time.Duration
	sample       string
}

func (l *load) percentile(p float64) time.Duration {
	slices.Sort(l.times)
	if len(l.times) == 0 {
		return 0
	}
	return l.times[min(len(l.times)-1, int(float64(len(l.times))*p))]
}

// hammer keeps n connections busy with one request at a time each. It speaks HTTP by hand, so that the load costs little of
// the two cores it shares with the server.
func hammer(address string, n int, d time.Duration, request func([]byte, *rand.Rand) []byte) *load {
	out := &load{}
	var mu sync.Mutex
	var all sync.WaitGroup
	begun := time.Now()
	for i := range n {
		all.Go(func() {
			l := one(address, uint64(i), begun.Add(d), request) //nolint:gosec // a seed
			mu.Lock()
			defer mu.Unlock()
			out.done += l.done
			out.failed += l.failed
			out.times = append(out.times, l.times...)
			if l.sample != "" {
				out.sample = l.sample
			}
		})
	}
	all.Wait()
	out.took = time.Since(begun)
	return out
}

func one(address string, seed uint64, until time.Time, request func([]byte, *rand.Rand) []byte) *load {
	l := &load{}
	c, err := net.Dial("tcp", address)
	if err != nil {
		l.failed, l.sample = 1, err.Error()
		return l
	}
	defer c.Close() //nolint:errcheck // the load is over
	in := bufio.NewReaderSize(c, 16<<10)
	r := rand.New(rand.NewPCG(seed, 1)) //nolint:gosec // a load needs no secrecy
	var buf []byte
	for time.Now().Before(until) {
		buf = request(buf[:0], r)
		at := time.Now()
		if _, err = c.Write(buf); err == nil {
			err = answer(in)
		}
		l.done++
		l.times = append(l.times, time.Since(at))
		if err != nil {
			l.failed++
			l.sample = err.Error()
			return l
		}
	}
	return l
}

// answer reads one response and checks that it is a success.
func answer(in *bufio.Reader) error {
	status, err := in.ReadString('\n')
	if err != nil {
		return err
	}
	length, chunked := 0, false
	for {
		h, err := in.ReadString('\n')
		if err != nil {
			return err
		}
		h = strings.TrimSpace(h)
		if h == "" {
			break
		}
		if v, ok := strings.CutPrefix(h, "Content-Length: "); ok {
			if length, err = strconv.Atoi(v); err != nil {
				return err
			}
		}
		chunked = chunked || h == "Transfer-Encoding: chunked"
	}
	if chunked {
		return fmt.Errorf("chunked answer")
	}
	if _, err := in.Discard(length); err != nil {
		return err
	}
	if !strings.HasPrefix(status, "HTTP/1.1 2") {
		return fmt.Errorf("%s", strings.TrimSpace(status))
	}
	return nil
}

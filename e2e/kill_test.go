// Package e2e runs the real program as people and machines meet it.
package e2e

import (
	"bufio"
	"bytes"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	_ "modernc.org/sqlite" // to look into the log behind the program's back
)

// program is the real binary on a folder of its own.
type program struct {
	t            *testing.T
	binary, data string
	token        string
	address      string
	cmd          *exec.Cmd
}

func build(t *testing.T) *program {
	t.Helper()
	dir := t.TempDir()
	p := &program{t: t, binary: filepath.Join(dir, "touchstone"), data: filepath.Join(dir, "data")}
	if out, err := exec.Command("go", "build", "-buildvcs=false", "-o", p.binary, "../cmd/touchstone").CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	p.command("a good long password\n", "setup", "--organisation", "Acme", "--email", "a@example.org", "--password-stdin")
	p.token = strings.TrimSpace(p.command("", "token", "create", "--organisation", "Acme", "--name", "ledger", "--role", "admin"))
	return p
}

func (p *program) command(stdin string, args ...string) string {
	p.t.Helper()
	c := exec.Command(p.binary, append(args, "--data", p.data)...)
	c.Stdin = strings.NewReader(stdin)
	var out, fail bytes.Buffer
	c.Stdout, c.Stderr = &out, &fail
	if err := c.Run(); err != nil {
		p.t.Fatalf("%v: %v\n%s%s", args, err, out.String(), fail.String())
	}
	return out.String()
}

// start serves and returns once the program says that it listens.
func (p *program) start() {
	p.t.Helper()
	p.cmd = exec.Command(p.binary, "serve", "--data", p.data, "--listen", "127.0.0.1:0")
	p.cmd.Stderr = os.Stderr
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		p.t.Fatal(err)
	}
	if err := p.cmd.Start(); err != nil {
		p.t.Fatal(err)
	}
	ready := make(chan string, 1)
	go func() {
		in := bufio.NewScanner(out)
		for in.Scan() {
			if a, ok := strings.CutPrefix(in.Text(), "listening on "); ok {
				ready <- a
			}
		}
	}()
	select {
	case p.address = <-ready:
	case <-time.After(20 * time.Second):
		p.t.Fatal("not listening after 20 s")
	}
}

// kill ends the program as a power button would end a process: no handler runs.
func (p *program) kill() {
	_ = p.cmd.Process.Kill()
	_ = p.cmd.Wait()
}

func (p *program) call(c *http.Client, method, path string, body []byte, out any) (int, error) {
	r, err := http.NewRequest(method, p.address+"/api/v1"+path, bytes.NewReader(body))
	if err != nil {
		return 0, err
	}
	r.Header.Set("Authorization", "Bearer "+p.token)
	w, err := c.Do(r)
	if err != nil {
		return 0, err
	}
	defer w.Body.Close() //nolint:errcheck // read to its end
	b, err := io.ReadAll(w.Body)
	if err != nil {
		return 0, err
	}
	if out != nil {
		err = json.Unmarshal(b, out)
	}
	return w.StatusCode, err
}

// ledger is what the sender knows, kept outside the server.
type ledger struct {
	mu    sync.Mutex
	score map[string]int // every key sent, with its NPS score
	acked map[string]string
}

func (l *ledger) body(key string, score int) []byte {
	return fmt.Appendf(nil, `{"key":%q,"at":"2026-05-04T10:00:00Z","kind":"survey","touch_point":"call","customer":{"external_id":%q},
		"measures":{"nps":%d},"comments":[{"text":"number %s"}],"attributes":{"third":"%d"}}`, key, "c-"+key, score, key, score%3)
}

// send puts one signal and notes what was acknowledged. An answer that never came is no answer.
func (l *ledger) send(p *program, c *http.Client, key string, score int) error {
	l.mu.Lock()
	l.score[key] = score
	l.mu.Unlock()
	var got struct{ ID string }
	status, err := p.call(c, http.MethodPost, "/signals", l.body(key, score), &got)
	if err != nil {
		return err
	}
	if status != http.StatusCreated && status != http.StatusOK {
		return fmt.Errorf("status %d", status)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if was, ok := l.acked[key]; ok && was != got.ID {
		return fmt.Errorf("key %s was %s and is %s now", key, was, got.ID)
	}
	l.acked[key] = got.ID
	return nil
}

func TestNothingAcknowledgedIsLostOrDoubledWhenKilled(t *testing.T) {
	const cycles, senders = 5, 16
	p := build(t)
	l := &ledger{score: map[string]int{}, acked: map[string]string{}}
	for cycle := range cycles {
		p.start()
		var all sync.WaitGroup
		for s := range senders {
			all.Go(func() {
				c := &http.Client{Timeout: 5 * time.Second}
				for i := 0; ; i++ {
					if err := l.send(p, c, fmt.Sprintf("k-%d-%d-%d", cycle, s, i), rand.IntN(11)); err != nil {
						return // the server is gone
					}
				}
			})
		}
		time.Sleep(time.Duration(300+rand.IntN(1200)) * time.Millisecond)
		p.kill()
		all.Wait()
	}
	p.start()
	t.Cleanup(p.kill)
	t.Logf("%d signals sent, %d acknowledged before a kill", len(l.score), len(l.acked))
	if len(l.acked) < 50 {
		t.Fatalf("only %d signals were acknowledged: the load was no load", len(l.acked))
	}
	inLog(t, p, l)

	// What was in flight is sent again: known or new, it counts once.
	c := &http.Client{Timeout: 10 * time.Second}
	for key, score := range l.score {
		if err := l.send(p, c, key, score); err != nil {
			t.Fatal(err)
		}
	}
	inLog(t, p, l)
	equalToLedger(t, p, c, l)

	p.kill() // the commands work on the folder alone, and rebuilding changes nothing
	p.command("", "analytics", "rebuild")
	p.start()
	equalToLedger(t, p, c, l)
}

// inLog reads the log behind the program's back: every acknowledged key is there, and no key twice.
func inLog(t *testing.T, p *program, l *ledger) {
	t.Helper()
	d, err := sql.Open("sqlite", "file:"+filepath.Join(p.data, "touchstone.db")+"?mode=ro")
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close() //nolint:errcheck // read only
	rows, err := d.Query(`select key, target, count(*) from signal where op = 'put' group by key, target`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close() //nolint:errcheck // rows.Err tells
	found := map[string]string{}
	for rows.Next() {
		var key, id string
		var n int
		if err := rows.Scan(&key, &id, &n); err != nil {
			t.Fatal(err)
		}
		if _, twice := found[key]; twice || n != 1 {
			t.Errorf("%s is in the log more than once", key)
		}
		found[key] = id
	}
	if rows.Err() != nil {
		t.Fatal(rows.Err())
	}
	for key, id := range l.acked {
		if found[key] != id {
			t.Errorf("%s was acknowledged as %s; the log has %q", key, id, found[key])
		}
	}
}

// equalToLedger compares the figures with what was sent, counted by hand.
func equalToLedger(t *testing.T, p *program, c *http.Client, l *ledger) {
	t.Helper()
	type count struct{ n, promoters, detractors int64 }
	want := map[string]*count{"0": {}, "1": {}, "2": {}}
	for _, s := range l.score {
		w := want[fmt.Sprint(s%3)]
		w.n++
		if s >= 9 {
			w.promoters++
		}
		if s <= 6 {
			w.detractors++
		}
	}
	var err error
	for range 100 { // the projection reads on within a moment
		if err = matches(p, c, func(third string, n int64, value float64) error {
			w := want[third]
			if w == nil || n != w.n || value != 100*float64(w.promoters-w.detractors)/float64(w.n) {
				return fmt.Errorf("third %s: n %d and NPS %v in analytics, %+v in the ledger", third, n, value, w)
			}
			return nil
		}); err == nil {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Error(err)
}

func matches(p *program, c *http.Client, check func(string, int64, float64) error) error {
	var f struct {
		Rows []struct {
			By    map[string]string
			N     int64
			Value float64
		}
	}
	status, err := p.call(c, http.MethodGet, "/figures?metric=nps&by=attributes.third", nil, &f)
	if err != nil || status != http.StatusOK {
		return errors.Join(err, fmt.Errorf("figures: status %d", status))
	}
	if len(f.Rows) != 3 {
		return fmt.Errorf("%d groups, want 3", len(f.Rows))
	}
	for _, r := range f.Rows {
		if err := check(r.By["attributes.third"], r.N, r.Value); err != nil {
			return err
		}
	}
	return nil
}

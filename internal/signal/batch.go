package signal

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"os"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/problem"
	"github.com/touchstone-cx/touchstone/internal/web"
)

// batch takes NDJSON in steps, each durable before the next. The answers wait until all has been read: many clients send
// everything before they read anything, and both sides would wait for each other.
func (l *Log) batch(w http.ResponseWriter, r *http.Request) {
	out := &spool{}
	defer out.close()
	body := bufio.NewReaderSize(http.MaxBytesReader(w, r.Body, maxBatchBody), 128<<10)
	if err := l.lines(r.Context(), body, json.NewEncoder(out)); err != nil {
		web.WriteProblem(w, r, err)
		return
	}
	w.Header().Set("Content-Type", "application/x-ndjson")
	_ = out.copyTo(w) // the client may have gone
}

// lines records line after line and writes an answer for each. What ends the batch early is the answer of the line where it
// did; it is returned where nothing was answered before it.
func (l *Log) lines(ctx context.Context, body *bufio.Reader, out *json.Encoder) error {
	line, answered := 0, false
	end := func(at int, err error) error {
		if !answered {
			return err
		}
		p := web.From(err)
		return out.Encode(Answer{Line: at, Status: p.Status, Error: p})
	}
	for done := false; !done; {
		texts, failed := readStep(body)
		done = failed != nil
		answers, err := l.step(ctx, texts)
		if err != nil {
			return end(line+1, err)
		}
		for _, a := range answers {
			line++
			if a.Status == 0 {
				continue // an empty line
			}
			a.Line, answered = line, true
			if err := out.Encode(a); err != nil {
				return err
			}
		}
		if done && !errors.Is(failed, io.EOF) {
			return end(line+1, failed)
		}
	}
	return nil
}

// readStep reads the lines of one transaction; the error says why there is no more.
func readStep(body *bufio.Reader) (texts [][]byte, err error) {
	for len(texts) < batchStep {
		b, err := readLine(body)
		if err != nil && !errors.Is(err, io.EOF) {
			return texts, err
		}
		if len(b) > 0 || err == nil {
			texts = append(texts, b)
		}
		if err != nil {
			return texts, err
		}
	}
	return texts, nil
}

// spool keeps answers in memory, and in a temporary file beyond that.
type spool struct {
	buf  bytes.Buffer
	file *os.File
}

const spoolInMemory = 4 << 20

func (s *spool) Write(b []byte) (int, error) {
	if s.file == nil && s.buf.Len()+len(b) <= spoolInMemory {
		return s.buf.Write(b)
	}
	if s.file == nil {
		f, err := os.CreateTemp("", "touchstone-answers-")
		if err != nil {
			return 0, err
		}
		s.file = f
		_ = os.Remove(f.Name()) // it lives as long as it is open
	}
	return s.file.Write(b)
}

func (s *spool) copyTo(w io.Writer) error {
	if _, err := s.buf.WriteTo(w); err != nil || s.file == nil {
		return err
	}
	if _, err := s.file.Seek(0, io.SeekStart); err != nil {
		return err
	}
	_, err := io.Copy(w, s.file)
	return err
}

func (s *spool) close() {
	if s.file != nil {
		_ = s.file.Close()
	}
}

// readLine reads one line of at most MaxBody bytes; a longer one is cut and refused by read.
func readLine(r *bufio.Reader) ([]byte, error) {
	var line []byte
	for {
		part, err := r.ReadSlice('\n')
		if len(line) <= MaxBody {
			line = append(line, part...)
		}
		if errors.Is(err, bufio.ErrBufferFull) {
			continue
		}
		return bytes.TrimSpace(line), err
	}
}

// step records one transaction's worth of lines. A refused line harms no other.
func (l *Log) step(ctx context.Context, texts [][]byte) ([]Answer, error) {
	org := identity.From(ctx).Org
	answers := make([]Answer, len(texts))
	var entries []*Entry
	var at []int
	for i, b := range texts {
		if len(b) == 0 {
			continue
		}
		e, err := l.readEntry(ctx, org, b)
		if err != nil {
			p := web.From(err)
			if p.Status >= 500 {
				return nil, err
			}
			answers[i] = Answer{Status: p.Status, Error: p}
			continue
		}
		entries, at = append(entries, e), append(at, i)
	}
	if len(entries) == 0 {
		return answers, nil
	}
	var out []Outcome
	err := l.DB.WriteShared(ctx, org, func(tx *db.Tx) (err error) { out, err = l.Record(ctx, tx, org, entries); return err })
	if problem.KindOf(err) != "" { // one of them was refused inside the transaction: each alone tells which
		for k, e := range entries {
			o, err := l.intake.alone(ctx, l, org, e)
			answers[at[k]] = answerOf(o, err)
		}
		return answers, nil
	}
	if err != nil {
		return nil, err
	}
	for k, o := range out {
		answers[at[k]] = answerOf(o, o.Err)
	}
	return answers, nil
}

func (l *Log) readEntry(ctx context.Context, org db.Org, b []byte) (*Entry, error) {
	if len(b) > MaxBody {
		return nil, problem.New(problem.TooLarge, "body_too_large", "A signal has at most %d bytes.", MaxBody)
	}
	in, err := read(b)
	if err != nil {
		return nil, err
	}
	return l.Check(ctx, org, in)
}

func answerOf(o Outcome, err error) Answer {
	switch {
	case err != nil:
		p := web.From(err)
		return Answer{Status: p.Status, Error: p}
	case o.Repeat:
		return Answer{ID: o.ID, Status: http.StatusOK}
	}
	return Answer{ID: o.ID, Status: http.StatusCreated}
}

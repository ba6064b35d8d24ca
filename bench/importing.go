package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

const importRows = 1_000_000

// importState is what the bench needs of an import.
type importState struct {
	ID                         string
	State, Error               string
	Accepted, Rejected, Erased int64
	CreatedAt                  time.Time `json:"created_at"`
	FinishedAt                 time.Time `json:"finished_at"`
}

// importing brings a CSV file of a million rows in, with comments and customers, and takes it back. Resident memory is the most
// that the server ever held, analytics included.
func (s settings) importing() ([]result, error) {
	srv, err := start()
	if err != nil {
		return nil, err
	}
	defer srv.stop()
	file := filepath.Join(filepath.Dir(srv.data), "answers.csv")
	if err := writeAnswers(file, importRows); err != nil {
		return nil, err
	}
	in, err := os.Open(file) //nolint:gosec // written just now
	if err != nil {
		return nil, err
	}
	defer in.Close() //nolint:errcheck // only read
	at := time.Now()
	w, err := srv.do(http.MethodPost, "/api/v1/imports/uploads?name=answers.csv", in)
	if err != nil {
		return nil, err
	}
	var up struct{ Upload string }
	err = json.NewDecoder(w.Body).Decode(&up)
	_ = w.Body.Close()
	if err != nil {
		return nil, err
	}
	looked := time.Since(at)
	var im importState
	if err := srv.post("/api/v1/imports", fmt.Sprintf(`{"upload":%q,"mapping":%s}`, up.Upload, answersMapping), &im); err != nil {
		return nil, err
	}
	if err := srv.follow(&im, "done"); err != nil {
		return nil, err
	}
	rate := float64(im.Accepted) / im.FinishedAt.Sub(im.CreatedAt).Seconds()
	most := srv.peak()
	if err := caughtUp(srv, importRows); err != nil {
		return nil, err
	}
	ready := time.Since(im.CreatedAt)
	most = max(most, srv.peak())
	at = time.Now()
	if err := srv.post("/api/v1/imports/"+im.ID+"/undo", "", &im); err != nil {
		return nil, err
	}
	if err := srv.follow(&im, "undone"); err != nil {
		return nil, err
	}
	undone := time.Since(at)
	most = max(most, srv.peak())
	return []result{
		{"import of 1 M rows of CSV, durable", fmt.Sprintf("%.0f rows/s", rate), "20,000 rows/s", "50,000 rows/s", rate >= 20_000},
		{"  most resident memory, figures and undoing included", fmt.Sprintf("%d MB", most>>20), "500 MB", "", most < 500<<20},
		{"  sending the file in and looking at all of it", looked.Round(time.Second / 10).String(), "", "", true},
		{"  until the figures count every row", ready.Round(time.Second).String(), "", "", true},
		{"  undoing it, keys freed", fmt.Sprintf("%s (%.0f rows/s)", undone.Round(time.Second), importRows/undone.Seconds()), "", "", true},
	}, nil
}

const answersMapping = `{"at":{"column":"date","format":"2006-01-02 15:04:05"},"kind":"survey","touch_point":{"column":"touch_point"},
	"unit":{"column":"team"},"customer":{"external_id":"customer_id"},"key":{"column":"response_id"},"comment":["comment"],
	"measures":{"nps":{"column":"nps","scale":[0,10],"scoring":"nps"},"csat":{"column":"csat","scale":[1,5],"scoring":"top_2_box"}},
	"attributes":{"product":"product"}}`

// writeAnswers makes the file: some 150 bytes a row.
func writeAnswers(name string, n int) error {
	f, err := os.Create(name) //nolint:gosec // a temporary folder
	if err != nil {
		return err
	}
	out := bufio.NewWriterSize(f, 1<<20)
	r := rand.New(rand.NewPCG(3, 4)) //nolint:gosec // a load needs no secrecy
	_, _ = out.WriteString("response_id,date,customer_id,team,touch_point,nps,csat,comment,product\n")
	for i := range n {
		_, _ = fmt.Fprintf(out, "r-%d,2026-%02d-%02d %02d:%02d:00,c-%d,team-%d,touch-%d,%d,%d,%s,p%d\n", i, 1+r.IntN(10), 1+r.IntN(28), r.IntN(24),
			r.IntN(60), r.IntN(60_000), r.IntN(40), r.IntN(14), r.IntN(11), 1+r.IntN(5), words(r, 15), r.IntN(8))
	}
	if err := out.Flush(); err != nil {
		return err
	}
	return f.Close()
}

func (s *server) post(path, body string, out any) error {
	w, err := s.do(http.MethodPost, path, strings.NewReader(body))
	if err != nil {
		return err
	}
	defer w.Body.Close() //nolint:errcheck // read to its end
	return json.NewDecoder(w.Body).Decode(out)
}

// follow waits for an import to reach a state.
func (s *server) follow(im *importState, until string) error {
	for im.State != until {
		switch im.State {
		case "failed", "cancelled":
			return fmt.Errorf("the import ended as %s: %s", im.State, im.Error)
		}
		time.Sleep(200 * time.Millisecond)
		if err := s.get("/api/v1/imports/"+im.ID, im); err != nil {
			return err
		}
	}
	return nil
}

// peak is the most memory the server has held so far, in bytes, from Linux's /proc; 0 elsewhere.
func (s *server) peak() int64 {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.cmd.Process.Pid))
	if err != nil {
		return 0
	}
	for _, line := range strings.Split(string(b), "\n") {
		if rest, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			kb, _ := strconv.ParseInt(strings.Fields(rest)[0], 10, 64)
			return kb << 10
		}
	}
	return 0
}

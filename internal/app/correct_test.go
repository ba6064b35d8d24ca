package app_test

import (
	"bytes"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/touchstone-cx/touchstone/internal/app/apptest"
	"github.com/touchstone-cx/touchstone/internal/db"
)

func TestACorrectionIsFollowedByFiguresAndKeptInTheLog(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	o := a.Organisation(t, "Correct")
	id := put(t, a, o.Owner, signal(object{"key": "c", "touch_point": "call", "comments": []any{object{"text": "as it was"}}}))
	a.CatchUp(t, o)
	corrected := signal(object{"measures": object{"nps": 3}, "touch_point": "chat", "at": "2026-06-01T10:00:00Z", "comments": []any{object{"text": "as it is"}}})
	a.Must(t, http.StatusOK, "PUT", "/signals/"+id, o.Owner, corrected)
	a.CatchUp(t, o)
	if got := said(figure(t, a, o.Owner, "metric", "nps", "by", "touch_point", "by", "month")); got != "chat/2026-06=-100.0(1)" {
		t.Errorf("%s", got)
	}
	a.Run(t, []apptest.Scenario{
		{Name: "the signal is as corrected, and says so", Path: "/signals/" + id, As: o.Owner, Status: 200, Lacks: []string{"as it was"},
			Contains: []string{"as it is", `"corrected":true`, `"op":"put"`, `"op":"correct"`, `"key":"c"`}},
		{Name: "so is the list", Path: "/signals", As: o.Owner, Status: 200, Contains: []string{"as it is", `"total":1`}, Lacks: []string{"as it was"}},
		{Name: "sending the corrected again is a repeat", Method: "POST", Path: "/signals", As: o.Owner, Body: laid(corrected, "key", "c"), Status: 200, Contains: []string{id}},
		{Name: "sending the old is a conflict", Method: "POST", Path: "/signals", As: o.Owner, Body: signal(object{"key": "c", "touch_point": "call"}), Status: 409},
		{Name: "the key stays", Method: "PUT", Path: "/signals/" + id, As: o.Owner, Body: laid(corrected, "key", "other"), Status: 422, Contains: []string{"body.key"}},
		{Name: "what isn't there can't be corrected", Method: "PUT", Path: "/signals/sig_nothing", As: o.Owner, Body: corrected, Status: 404},
		{Name: "who did it is in the audit", Path: "/audit", As: o.Owner, Status: 200, Contains: []string{"signal.correct", id}},
	})
	if n := rows(t, a, o, "signal", "target = $2 and doc like '%as it was%'", id); n != 1 {
		t.Errorf("the log keeps %d entries of what was", n)
	}
}

func laid(s object, k string, v any) object {
	out := maps.Clone(s)
	out[k] = v
	return out
}

func TestAnErasedSignalIsGoneToTheByte(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	o := a.Organisation(t, "Erase")
	const secret = "unmistakable-words-9f3b"
	id := put(t, a, o.Owner, signal(object{"key": secret + "-key", "comments": []any{object{"text": secret + " first"}}}))
	kept := put(t, a, o.Owner, signal(object{"measures": object{"nps": 0}}))
	a.Must(t, http.StatusOK, "PUT", "/signals/"+id, o.Owner, signal(object{"comments": []any{object{"text": secret + " second"}}}))
	a.CatchUp(t, o)
	if n := count(t, a, o.Owner); n != 2 {
		t.Fatalf("%d answers before", n)
	}
	a.Must(t, http.StatusNoContent, "DELETE", "/signals/"+id, o.Owner, nil)
	a.CatchUp(t, o)
	if got := said(figure(t, a, o.Owner, "metric", "nps")); got != "=-100.0(1)" {
		t.Errorf("the figure: %s", got)
	}
	a.Run(t, []apptest.Scenario{
		{Name: "it isn't found", Path: "/signals/" + id, As: o.Owner, Status: 404, Lacks: []string{secret}},
		{Name: "nor listed", Path: "/signals", As: o.Owner, Status: 200, Contains: []string{kept, `"total":1`}, Lacks: []string{secret}},
		{Name: "nor corrected", Method: "PUT", Path: "/signals/" + id, As: o.Owner, Body: signal(nil), Status: 404},
		{Name: "nor erased twice", Method: "DELETE", Path: "/signals/" + id, As: o.Owner, Status: 404},
		{Name: "the audit says that it was, not what it was", Path: "/audit", As: o.Owner, Status: 200, Contains: []string{"signal.erase", id}, Lacks: []string{secret}},
	})
	left := ""
	err := a.DB.Read(t.Context(), o.ID, func(tx *db.Tx) error {
		rows, err := tx.Query(t.Context(), `select coalesce(key, '') || coalesce(doc, '') || coalesce(customer, '') || body_hash from signal where org = $1 and target = $2`, o.ID, id)
		all, err := db.Collect(rows, err, func(r db.Scanner) (s string, err error) { return s, r.Scan(&s) })
		left = strings.Join(all, "")
		return err
	})
	if err != nil || left != "" {
		t.Errorf("the log still holds %q (%v)", left, err)
	}
	if n := rows(t, a, o, "signal_key", "target = $2", id); n != 0 {
		t.Error("the key is still taken")
	}
	if a.DB.Postgres {
		return // its old row versions go with the next vacuum
	}
	if err := a.Close(); err != nil { // which writes everything into the one file
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(a.Config.Data, "touchstone.db*"))
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		if n := bytes.Count(b, []byte(secret)); n != 0 {
			t.Errorf("%s holds the words %d times", filepath.Base(f), n)
		}
	}
}

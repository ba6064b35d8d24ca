package exporting_test

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/parquet-go/parquet-go"
	"github.com/xuri/excelize/v2"

	"github.com/touchstone-cx/touchstone/internal/app/apptest"
	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
)

// shop is an organisation with signals in two units, some of them corrected, erased, or hostile to spreadsheets.
func shop(t *testing.T) (*apptest.App, *apptest.Org, identity.UnitID) {
	t.Helper()
	a := apptest.New(t)
	o := a.Organisation(t, "The shop")
	north := o.Unit(t, "north", "")
	o.Unit(t, "south", "")
	var ids []string
	for i, said := range []string{"=1+1", "+41 79 is my number", "-5 points", "@home nobody answered", "\tindented", "quite \"good\", really\nindeed", "plain", "great, thanks",
		"to be erased", "to be corrected"} {
		unit := []string{"north", "south"}[i%2]
		ids = append(ids, a.Must(t, http.StatusCreated, "POST", "/signals", o.Owner, map[string]any{"key": fmt.Sprint("k", i), "kind": "survey", "unit": unit,
			"at": fmt.Sprintf("2026-03-%02dT23:30:00.5Z", 20+i), "touch_point": "desk", "employee": "e1", "customer": map[string]any{"external_id": fmt.Sprint("=c", i)},
			"measures": map[string]any{"nps": i, "csat": []any{nil, 4.5, 3}[i%3]}, "comments": []any{map[string]any{"text": said}},
			"attributes": map[string]any{"product": "=HYPERLINK(\"http://evil.example\")"}})["id"].(string))
	}
	a.Must(t, http.StatusNoContent, "DELETE", "/signals/"+ids[8], o.Owner, nil)
	a.Must(t, http.StatusOK, "PUT", "/signals/"+ids[9], o.Owner, map[string]any{"kind": "survey", "unit": "south", "at": "2026-03-29T00:30:00Z",
		"measures": map[string]any{"nps": 10}, "comments": []any{map[string]any{"text": "corrected, wonderful"}}})
	a.CatchUp(t, o)
	return a, o, north
}

// table is a file read back: rows of named values, "" for none.
type table []map[string]string

func export(t *testing.T, a *apptest.App, token string, wish map[string]any) (table, map[string]any) {
	t.Helper()
	e := a.Must(t, http.StatusCreated, "POST", "/exports", token, wish)
	if e["state"] != "done" {
		t.Fatalf("not done: %v", e)
	}
	status, body := a.Do("GET", "/exports/"+e["id"].(string)+"/file", token, nil)
	if status != http.StatusOK {
		t.Fatalf("file: %d %s", status, body)
	}
	return read(t, wish["format"].(string), body), e
}

func read(t *testing.T, format, body string) table {
	t.Helper()
	switch format {
	case "csv":
		return readCSV(t, body)
	case "xlsx":
		return readXLSX(t, body)
	}
	return readParquet(t, body)
}

func readCSV(t *testing.T, body string) (out table) {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(body, "\uFEFF"))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rows[1:] {
		row := map[string]string{}
		for i, v := range r {
			// What keeps a formula harmless is taken away again, for comparison.
			if rest, quoted := strings.CutPrefix(v, "'"); quoted && rest != "" && strings.ContainsRune("=+-@\t\r", rune(rest[0])) {
				v = rest
			} else if v != "" && strings.ContainsRune("=+@\t\r", rune(v[0])) {
				t.Errorf("a spreadsheet would evaluate %q", v)
			} else if _, err := strconv.ParseFloat(v, 64); v != "" && v[0] == '-' && err != nil {
				t.Errorf("a spreadsheet would evaluate %q", v)
			}
			row[rows[0][i]] = v
		}
		out = append(out, row)
	}
	return out
}

func readXLSX(t *testing.T, body string) (out table) {
	t.Helper()
	f, err := excelize.OpenReader(strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close() //nolint:errcheck // only read
	name := f.GetSheetName(0)
	rows, err := f.GetRows(name, excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	for n, r := range rows[1:] {
		row := map[string]string{}
		for i, v := range r {
			at, _ := excelize.CoordinatesToCellName(i+1, n+2)
			if formula, err := f.GetCellFormula(name, at); err != nil || formula != "" {
				t.Errorf("%s is a formula: %q (%v)", at, formula, err)
			}
			row[rows[0][i]] = v
		}
		out = append(out, row)
	}
	return out
}

func readParquet(t *testing.T, body string) (out table) {
	t.Helper()
	f, err := parquet.OpenFile(bytes.NewReader([]byte(body)), int64(len(body)))
	if err != nil {
		t.Fatal(err)
	}
	names := f.Schema().Columns()
	for _, g := range f.RowGroups() {
		rows := g.Rows()
		buffer := make([]parquet.Row, 10)
		for {
			n, err := rows.ReadRows(buffer)
			for _, r := range buffer[:n] {
				row := map[string]string{}
				for _, v := range r {
					if v.IsNull() {
						continue
					}
					s := v.String()
					if v.Kind() == parquet.Double {
						s = strconv.FormatFloat(v.Double(), 'f', -1, 64)
					}
					row[names[v.Column()][0]] = s
				}
				out = append(out, row)
			}
			if err != nil {
				break
			}
		}
		_ = rows.Close()
	}
	return out
}

func TestSignalsInEveryFormatEqualTheScreen(t *testing.T) {
	t.Parallel()
	a, o, _ := shop(t)
	items := map[string]map[string]any{}
	for _, i := range a.Must(t, http.StatusOK, "GET", "/signals?limit=200", o.Owner, nil)["items"].([]any) {
		item := i.(map[string]any)
		items[item["id"].(string)] = item
	}
	titles := map[string]string{"Signal": "id", "Time": "at", "Comment": "comment", "NPS": "metric.nps", "Sentiment": "sentiment", "Customer, id": "customer_id",
		"product": "attributes.product", "Unit": "unit", "CSAT, top 2 of 5": "metric.csat", "Without a score": "left_out", "Corrected": "corrected"}
	for _, format := range []string{"csv", "xlsx", "parquet"} {
		rows, e := export(t, a, o.Owner, map[string]any{"what": "signals", "format": format})
		if len(rows) != 9 || e["done"] != 9.0 {
			t.Fatalf("%s: %d rows, %v said", format, len(rows), e["done"])
		}
		for _, r := range rows {
			if format == "xlsx" {
				named := map[string]string{}
				for title, name := range titles {
					named[name] = r[title]
				}
				r = named
			}
			i := items[r["id"]]
			if i == nil {
				t.Fatalf("%s: a signal %q that the screen doesn't have", format, r["id"])
			}
			want := map[string]string{"comment": i["comments"].([]any)[0].(map[string]any)["text"].(string), "unit": i["unit"].(map[string]any)["name"].(string)}
			for _, m := range i["measures"].([]any) {
				if s, ok := m.(map[string]any)["score"].(float64); ok {
					want["metric."+m.(map[string]any)["metric"].(string)] = strconv.FormatFloat(s, 'f', -1, 64)
				} else {
					want["left_out"] = m.(map[string]any)["metric"].(string) + " " + m.(map[string]any)["left_out"].(string)
				}
			}
			if s, ok := i["sentiment"].(map[string]any); ok {
				want["sentiment"] = s["word"].(string)
			}
			if c, ok := i["customer"].(map[string]any); ok {
				want["customer_id"] = c["external_id"].(string)
			}
			if v, ok := i["attributes"].(map[string]any)["product"].(string); ok {
				want["attributes.product"] = v
			}
			for name, w := range want {
				if r[name] != w {
					t.Errorf("%s: %s of %s is %q, not %q", format, name, r["id"], r[name], w)
				}
			}
			at, err := time.Parse(time.RFC3339, r["at"])
			if err != nil || !at.Equal(instant(t, i["at"].(string))) || !strings.Contains(r["at"], "+0") {
				t.Errorf("%s: time %q, not %v with its offset (%v)", format, r["at"], i["at"], err)
			}
		}
	}
}

func instant(t *testing.T, s string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, s)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func TestFiguresInEveryFormatEqualTheAPI(t *testing.T) {
	t.Parallel()
	a, o, _ := shop(t)
	f := a.Must(t, http.StatusOK, "GET", "/figures?metric=csat&by=unit&against_from=2026-01-01&against_to=2026-03-25&from=2026-03-25", o.Owner, nil)
	want := table{}
	for _, r := range f["rows"].([]any) {
		row := r.(map[string]any)
		text := func(v any) string {
			if n, ok := v.(float64); ok {
				return strconv.FormatFloat(n, 'f', -1, 64)
			}
			return ""
		}
		want = append(want, map[string]string{"value": text(row["value"]), "low": text(row["low"]), "high": text(row["high"]), "n": text(row["n"]),
			"unit_key": row["by"].(map[string]any)["unit"].(string), "receipt": f["receipt"].(string), "metric": "csat",
			"before_value": text(row["before"].(map[string]any)["value"]), "change": text(row["change"].(map[string]any)["value"]),
			"verdict": row["change"].(map[string]any)["verdict"].(string)})
	}
	titles := map[string]string{"Value": "value", "From (95 %)": "low", "To (95 %)": "high", "Answers": "n", "Unit, key": "unit_key", "Receipt": "receipt",
		"Metric": "metric", "Before": "before_value", "Change": "change", "Verdict": "verdict"}
	for _, format := range []string{"csv", "xlsx", "parquet"} {
		rows, _ := export(t, a, o.Owner, map[string]any{"what": "figures", "format": format, "metrics": []string{"csat"}, "by": []string{"unit"},
			"from": "2026-03-25", "against_from": "2026-01-01", "against_to": "2026-03-25"})
		got := table{}
		for _, r := range rows {
			row := map[string]string{}
			for title, name := range titles {
				if row[name] = r[name]; format == "xlsx" {
					row[name] = r[title]
				}
			}
			got = append(got, row)
		}
		if !slices.EqualFunc(got, want, maps.Equal[map[string]string, map[string]string]) {
			t.Errorf("%s:\n%v, not\n%v", format, got, want)
		}
	}
}

func TestAnExportShowsNoMoreThanItsCallerMaySee(t *testing.T) {
	t.Parallel()
	a, o, north := shop(t)
	chief := o.Token(t, identity.Supervisor, north)
	rows, e := export(t, a, chief, map[string]any{"what": "signals", "format": "csv", "where": []string{"words:number OR points OR plain"}})
	if len(rows) != 2 {
		t.Errorf("%d rows of one unit", len(rows))
	}
	for _, r := range rows {
		if r["unit"] != "north" {
			t.Errorf("a row of %s", r["unit"])
		}
	}
	id := e["id"].(string)
	viewer, analyst := o.Token(t, identity.Viewer, ""), o.Token(t, identity.Analyst, "")
	other := a.Organisation(t, "Another")
	a.Run(t, []apptest.Scenario{
		{Name: "a viewer exports nothing", Method: "POST", Path: "/exports", As: viewer, Body: map[string]any{"what": "signals", "format": "csv"}, Status: 403},
		{Name: "a colleague's export is not found", Path: "/exports/" + id + "/file", As: analyst, Status: 404},
		{Name: "nor listed", Path: "/exports", As: analyst, Status: 200, Lacks: []string{id}},
		{Name: "another organisation's neither", Path: "/exports/" + id + "/file", As: other.Owner, Status: 404},
		{Name: "an owner sees everybody's", Path: "/exports", As: o.Owner, Status: 200, Contains: []string{id}},
		{Name: "a strange format is refused", Method: "POST", Path: "/exports", As: o.Owner, Body: map[string]any{"what": "signals", "format": "pdf"}, Status: 422},
		{Name: "figures need a metric", Method: "POST", Path: "/exports", As: o.Owner, Body: map[string]any{"what": "figures", "format": "csv"}, Status: 422,
			Contains: []string{"metrics_count"}},
		{Name: "a condition that means nothing is refused at its place", Method: "POST", Path: "/exports", As: o.Owner,
			Body: map[string]any{"what": "signals", "format": "csv", "where": []string{"nonsense"}}, Status: 422, Contains: []string{"body.where", "condition_invalid"}},
		{Name: "who exported what is on record", Path: "/audit", As: o.Owner, Status: 200, Contains: []string{"export.order", "export.done", "export.fetch", `"rows":2`}},
		{Name: "a finished export can't be stopped", Method: "POST", Path: "/exports/" + id + "/cancel", As: chief, Status: 409},
		{Name: "its owner removes it", Method: "DELETE", Path: "/exports/" + id, As: chief, Status: 204},
		{Name: "and it is gone", Path: "/exports/" + id + "/file", As: chief, Status: 404},
	})
}

func TestALargeExportIsMadeInTheBackgroundAndGoesAfterAWeek(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	o := a.Organisation(t, "Large")
	var b strings.Builder
	for i := range 5200 {
		fmt.Fprintf(&b, `{"key":"%d","at":"2026-03-01T10:00:00Z","kind":"survey","measures":{"nps":%d}}`+"\n", i, i%11)
	}
	if status, body := a.Do("POST", "/signals:batch", o.Owner, b.String(), "Content-Type: application/x-ndjson"); status != http.StatusOK {
		t.Fatal(status, body[:200])
	}
	a.CatchUp(t, o)
	wish := map[string]any{"what": "signals", "format": "parquet"}
	first := a.Must(t, http.StatusCreated, "POST", "/exports", o.Owner, wish)["id"].(string)
	second := a.Must(t, http.StatusCreated, "POST", "/exports", o.Owner, wish)["id"].(string)
	if e := a.Must(t, http.StatusOK, "GET", "/exports/"+second, o.Owner, nil); e["state"] != "waiting" || e["total"] != 5200.0 {
		t.Fatalf("not waiting: %v", e)
	}
	a.Must(t, http.StatusConflict, "GET", "/exports/"+second+"/file", o.Owner, nil)
	a.Must(t, http.StatusOK, "POST", "/exports/"+second+"/cancel", o.Owner, nil)
	a.Jobs.Start(t.Context(), 1)
	waitFor(t, a, o, first, "done")
	_, body := a.Do("GET", "/exports/"+first+"/file", o.Owner, nil)
	if rows := read(t, "parquet", body); len(rows) != 5200 || rows[0]["key"] != "5199" {
		t.Errorf("%d rows, the first %v", len(rows), rows[0])
	}
	if e := a.Must(t, http.StatusOK, "GET", "/exports/"+second, o.Owner, nil); e["state"] != "cancelled" {
		t.Errorf("the cancelled one is %v", e["state"])
	}
	if err := a.Jobs.Fire(t.Context()); err != nil { // a schedule seen for the first time waits for its next slot
		t.Fatal(err)
	}
	a.Advance(7*24*time.Hour + time.Hour)
	if err := a.Jobs.Fire(t.Context()); err != nil {
		t.Fatal(err)
	}
	waitFor(t, a, o, first, "expired")
	if status, body := a.Do("GET", "/exports/"+first+"/file", o.Owner, nil); status != http.StatusNotFound || !strings.Contains(body, "export_expired") {
		t.Errorf("%d %s", status, body)
	}
	if err := a.Jobs.Stop(t.Context()); err != nil {
		t.Error(err)
	}
}

func waitFor(t *testing.T, a *apptest.App, o *apptest.Org, id, state string) {
	t.Helper()
	for range 200 {
		if a.Must(t, http.StatusOK, "GET", "/exports/"+id, o.Owner, nil)["state"] == state {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatalf("never %s: %v", state, a.Must(t, http.StatusOK, "GET", "/exports/"+id, o.Owner, nil))
}

func TestAnExportWhoseProcessDiedEachTimeIsSaidToHaveFailed(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	o := a.Organisation(t, "Unlucky")
	var b strings.Builder
	for i := range 5200 {
		fmt.Fprintf(&b, `{"key":"%d","at":"2026-03-01T10:00:00Z","kind":"survey","measures":{"nps":%d}}`+"\n", i, i%11)
	}
	if status, body := a.Do("POST", "/signals:batch", o.Owner, b.String(), "Content-Type: application/x-ndjson"); status != http.StatusOK {
		t.Fatal(status, body[:200])
	}
	a.CatchUp(t, o)
	wish := map[string]any{"what": "signals", "format": "parquet"}
	dead := a.Must(t, http.StatusCreated, "POST", "/exports", o.Owner, wish)["id"].(string)
	// As the queue leaves a job whose process was killed at its last attempt.
	if err := a.DB.System(t.Context(), func(tx *db.Tx) error {
		_, err := tx.Exec(t.Context(), `update job set state = 'failed', finished_at = $1 where kind = 'exporting.make'`, tx.Micros())
		return err
	}); err != nil {
		t.Fatal(err)
	}
	waiting := a.Must(t, http.StatusCreated, "POST", "/exports", o.Owner, wish)["id"].(string)
	for range 2 { // a schedule seen for the first time waits for its next slot
		if err := a.Jobs.Fire(t.Context()); err != nil {
			t.Fatal(err)
		}
		a.Advance(2 * time.Hour)
	}
	a.RunJobs(t)
	if e := a.Must(t, http.StatusOK, "GET", "/exports/"+dead, o.Owner, nil); e["state"] != "failed" || e["error"] == "" {
		t.Errorf("the dead one is %v: %v", e["state"], e["error"])
	}
	if e := a.Must(t, http.StatusOK, "GET", "/exports/"+waiting, o.Owner, nil); e["state"] != "done" {
		t.Errorf("the one that waited is %v", e["state"])
	}
}

package reporting_test

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/touchstone-cx/touchstone/internal/app/apptest"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/mail/mailtest"
	"github.com/touchstone-cx/touchstone/internal/reporting"
)

func TestAScheduleHasEachOfItsDaysOnceThroughClockChanges(t *testing.T) {
	t.Parallel()
	zurich, err := time.LoadLocation("Europe/Zurich")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		s           reporting.Schedule
		from, until string
		want        int
		last        string
	}{
		{reporting.Schedule{Every: "day", Hour: 2, Minute: 30}, "2026-03-25", "2026-04-05", 11, "2026-04-04T02:30:00+02:00"}, // 29 March has no 2:30
		{reporting.Schedule{Every: "day", Hour: 2, Minute: 30}, "2026-10-20", "2026-10-31", 11, "2026-10-30T02:30:00+01:00"}, // 25 October has it twice
		{reporting.Schedule{Every: "week", Day: 7, Hour: 0}, "2026-03-01", "2026-05-01", 9, "2026-04-26T00:00:00+02:00"},     // Sundays
		{reporting.Schedule{Every: "month", Day: 31, Hour: 8}, "2026-01-01", "2027-01-01", 12, "2026-12-31T08:00:00+01:00"},  // February ends on the 28th
		{reporting.Schedule{Every: "month", Day: 1, Hour: 23, Minute: 59}, "2026-01-01", "2027-01-01", 12, "2026-12-01T23:59:00+01:00"},
	} {
		at, err := time.ParseInLocation(time.DateOnly, c.from, zurich)
		if err != nil {
			t.Fatal(err)
		}
		end, _ := time.ParseInLocation(time.DateOnly, c.until, zurich)
		at = at.Add(-time.Second)
		days := map[string]bool{}
		var last time.Time
		n := 0
		for {
			next := c.s.Next(at, zurich)
			if !next.After(at) {
				t.Fatalf("%v: %v doesn't come after %v", c.s, next, at)
			}
			if !next.Before(end) {
				break
			}
			at, last = next, next
			days[next.In(zurich).Format(time.DateOnly)] = true
			n++
		}
		if n != c.want || len(days) != n || last.In(zurich).Format(time.RFC3339) != c.last {
			t.Errorf("%+v: %d times on %d days, the last %s", c.s, n, len(days), last.In(zurich).Format(time.RFC3339))
		}
	}
}

type office struct {
	a     *apptest.App
	box   *mailtest.Mailbox
	o     *apptest.Org
	board string
}

func open(t *testing.T) *office {
	t.Helper()
	a, box := apptest.NewWithMail(t)
	f := &office{a: a, box: box, o: a.Organisation(t, "Alderwick")}
	var b strings.Builder
	for i := range 240 {
		fmt.Fprintf(&b, `{"key":"%d","at":"2026-%02d-05T10:00:00Z","kind":"survey","touch_point":"%s","measures":{"nps":%d}}`+"\n",
			i, 1+i%6, []string{"desk", "phone", "schalter-9"}[i%3], (i*7)%11)
	}
	if status, body := a.Do("POST", "/signals:batch", f.o.Owner, b.String(), "Content-Type: application/x-ndjson"); status != http.StatusOK {
		t.Fatal(status, body)
	}
	a.CatchUp(t, f.o)
	spec := func(shape string, by ...string) map[string]any {
		return map[string]any{"metrics": []string{"nps"}, "by": append([]string{}, by...), "shape": shape, "period": map[string]any{}, "against": map[string]any{}}
	}
	tile := func(id string, more map[string]any) map[string]any {
		out := map[string]any{"id": id, "kind": "view", "width": 6, "height": 2}
		for k, v := range more {
			out[k] = v
		}
		return out
	}
	f.board = a.Must(t, http.StatusCreated, "POST", "/dashboards", f.o.Owner, map[string]any{"name": "Morning", "shared": true,
		"period": map[string]any{"from": "2026-01-01", "to": "2026-07-01"}, "against": map[string]any{"kind": "previous"}, "tiles": []any{
			tile("a", map[string]any{"spec": spec("figure")}), tile("b", map[string]any{"spec": spec("lines", "month")}),
			tile("c", map[string]any{"spec": spec("bars", "touch_point")}), tile("d", map[string]any{"kind": "note", "text": "Καλημέρα, доброе утро, 東京"}),
			tile("e", map[string]any{"spec": map[string]any{"metrics": []string{"csat"}, "shape": "figure", "period": map[string]any{}, "against": map[string]any{}}}),
		}})["id"].(string)
	return f
}

func (f *office) report(recipients ...string) map[string]any {
	return map[string]any{"name": "Morning report", "what": "dashboard", "item": f.board, "on": true,
		"schedule": map[string]any{"every": "day", "hour": 7, "minute": 0}, "recipients": append([]string{}, recipients...)}
}

// words reads a PDF's text back: its streams are inflated, and the glyphs of the embedded font are UTF-16.
func words(t *testing.T, pdf []byte) string {
	t.Helper()
	if !bytes.HasPrefix(pdf, []byte("%PDF-")) || !bytes.Contains(pdf[len(pdf)-40:], []byte("%%EOF")) {
		t.Fatalf("no PDF: %.40q", pdf)
	}
	var out strings.Builder
	for rest := pdf; ; {
		_, after, ok := bytes.Cut(rest, []byte("stream\n"))
		if !ok {
			break
		}
		body, next, _ := bytes.Cut(after, []byte("\nendstream"))
		rest = next
		z, err := zlib.NewReader(bytes.NewReader(body))
		if err != nil {
			continue
		}
		text, err := io.ReadAll(z)
		if err != nil || !bytes.Contains(text, []byte(")Tj")) {
			continue
		}
		for _, m := range regexp.MustCompile(`(?s)\(((?:\\.|[^\\)])*)\) ?Tj`).FindAllSubmatch(text, -1) {
			raw := unescape(m[1])
			var units []uint16
			for i := 0; i+1 < len(raw); i += 2 {
				units = append(units, uint16(raw[i])<<8|uint16(raw[i+1]))
			}
			out.WriteString(string(utf16.Decode(units)) + "\n")
		}
	}
	return out.String()
}

func unescape(b []byte) []byte {
	var out []byte
	for i := 0; i < len(b); i++ {
		if b[i] == '\\' && i+1 < len(b) {
			i++
			switch b[i] {
			case 'r':
				out = append(out, '\r')
				continue
			case 'n':
				out = append(out, '\n')
				continue
			}
		}
		out = append(out, b[i])
	}
	return out
}

func TestAReportGoesOutAtItsTimeAsADocumentThatSaysWhatTheScreenSays(t *testing.T) {
	t.Parallel()
	f := open(t)
	f.box.Refuse = func(to string) error {
		if strings.HasPrefix(to, "gone@") {
			return errors.New("no such mailbox")
		}
		return nil
	}
	p := f.a.Must(t, http.StatusCreated, "POST", "/reports", f.o.Owner, f.report(f.o.Email, "board@outside.example", "gone@outside.example"))
	if p["item_name"] != "Morning" || p["next_at"] == nil {
		t.Errorf("%v", p)
	}
	if err := f.a.Jobs.Fire(t.Context()); err != nil { // a schedule seen for the first time waits for its next slot
		t.Fatal(err)
	}
	f.a.Jobs.Start(t.Context(), 2)
	defer func() { _ = f.a.Jobs.Stop(t.Context()) }()
	f.a.Advance(25 * time.Hour)
	if err := f.a.Jobs.Fire(t.Context()); err != nil {
		t.Fatal(err)
	}
	got := f.box.Wait(t, 2)
	m := got[0]
	if !strings.HasPrefix(m.Subject, "Morning report, ") || len(m.Files) != 1 || m.Files[0].Type != "application/pdf" || !strings.Contains(m.Text, "/dashboards/"+f.board) {
		t.Fatalf("subject %q, %d files, %s", m.Subject, len(m.Files), m.Text)
	}
	if dir := os.Getenv("KEEP_PDF"); dir != "" {
		_ = os.WriteFile(dir+"/report.pdf", m.Files[0].Data, 0o600)
	}
	text := words(t, m.Files[0].Data)
	figure := f.a.Must(t, http.StatusOK, "GET", "/figures?metric=nps&from=2026-01-01&to=2026-07-01", f.o.Owner, nil)
	row := figure["rows"].([]any)[0].(map[string]any)
	shown := strconv.FormatFloat(row["value"].(float64), 'f', 1, 64)
	shown = strings.Replace(shown, "-", "−", 1)
	for _, want := range []string{"Morning report", "Alderwick", shown, "n 240", "Schalter 9", "Jan 2026", "Nothing was answered in this period",
		"share of 9 and 10 less share of 0 to 6", "1 Jan 2026 – 30 Jun 2026", "Καλημέρα, доброе утро, □□", "Too few answers to compare", "95 % interval"} {
		if !strings.Contains(text, want) {
			t.Errorf("the document lacks %q:\n%s", want, text)
		}
	}
	id := p["id"].(string)
	var run map[string]any
	for range 100 {
		run = f.a.Must(t, http.StatusOK, "GET", "/reports/"+id+"/runs", f.o.Owner, nil)["items"].([]any)[0].(map[string]any)
		if s := fmt.Sprint(run["mails"]); strings.Count(s, "state:sent") == 2 && strings.Contains(s, "state:failed") {
			break
		}
		time.Sleep(50 * time.Millisecond)
	}
	if s := fmt.Sprint(run["mails"]); !strings.Contains(s, "gone@outside.example") || !strings.Contains(s, "no such mailbox") || strings.Count(s, "state:sent") != 2 {
		t.Errorf("what became of the mails: %s", s)
	}
	// Who wants it no more gets it no more.
	stop := regexp.MustCompile(`/api/v1/report-stop\?token=\S+`).FindString(m.Text)
	if status, body := f.a.Do("GET", stop, "", nil); status != http.StatusOK || !strings.Contains(body, "Stop this report?") {
		t.Errorf("%d %s", status, body)
	}
	if status, body := f.a.Do("POST", stop, "", nil); status != http.StatusOK {
		t.Errorf("%d %s", status, body)
	}
	if s := f.a.Must(t, http.StatusOK, "GET", "/reports/"+id, f.o.Owner, nil)["stopped"].([]any); len(s) != 1 || s[0] != m.To {
		t.Errorf("stopped: %v", s)
	}
	f.a.Advance(24 * time.Hour)
	if err := f.a.Jobs.Fire(t.Context()); err != nil {
		t.Fatal(err)
	}
	if all := f.box.Wait(t, 3); all[2].To == m.To {
		t.Errorf("%s got it again", m.To)
	}
}

func TestReportsAreRefusedAtTheirPlace(t *testing.T) {
	t.Parallel()
	f := open(t)
	analyst := f.o.Token(t, identity.Analyst, "")
	id := f.a.Must(t, http.StatusCreated, "POST", "/reports", f.o.Owner, f.report(f.o.Email))["id"].(string)
	with := func(key string, value any) map[string]any {
		r := f.report(f.o.Email)
		r[key] = value
		return r
	}
	f.a.Run(t, []apptest.Scenario{
		{Name: "an outside address needs an administrator", Method: "POST", Path: "/reports", As: analyst, Body: f.report("board@outside.example"), Status: 422,
			Contains: []string{"outside_recipient", "body.recipients"}},
		{Name: "a member needs none", Method: "POST", Path: "/reports", As: analyst, Body: f.report(f.o.Email), Status: 201},
		{Name: "a header smuggled into an address is refused", Method: "POST", Path: "/reports", As: f.o.Owner, Body: f.report("a@b.example\r\nBcc: c@d.example"), Status: 422,
			Contains: []string{"email_line_break"}},
		{Name: "without recipients it goes nowhere", Method: "POST", Path: "/reports", As: f.o.Owner, Body: f.report(), Status: 422, Contains: []string{"recipients_needed"}},
		{Name: "a dashboard that isn't there", Method: "POST", Path: "/reports", As: f.o.Owner, Body: with("item", "dsh_x"), Status: 422, Contains: []string{"item_unknown"}},
		{Name: "a Monday number eight", Method: "POST", Path: "/reports", As: f.o.Owner, Body: with("schedule", map[string]any{"every": "week", "day": 8, "hour": 1, "minute": 0}),
			Status: 422, Contains: []string{"weekday_invalid"}},
		{Name: "a viewer sends nothing", Method: "POST", Path: "/reports", As: f.o.Token(t, identity.Viewer, ""), Body: f.report(f.o.Email), Status: 403},
		{Name: "a colleague's report isn't found", Path: "/reports/" + id, As: analyst, Status: 404},
		{Name: "nor its document", Path: "/reports/" + id + "/pdf", As: analyst, Status: 404},
		{Name: "two who edit don't overwrite each other", Method: "PUT", Path: "/reports/" + id, As: f.o.Owner, Body: f.report(f.o.Email), Headers: []string{`If-Match: "7"`}, Status: 412},
		{Name: "one who edits does", Method: "PUT", Path: "/reports/" + id, As: f.o.Owner, Body: with("on", false), Headers: []string{`If-Match: "1"`}, Status: 200,
			Lacks: []string{"next_at"}},
		{Name: "a token stops nothing that isn't its own", Method: "POST", Path: "/report-stop?token=" + string(f.o.ID) + "~guess", Status: 404},
		{Name: "nor one without an organisation", Method: "POST", Path: "/report-stop?token=x", Status: 404},
	})
}

func TestAReportOfWhatIsGoneSaysSoAndSendsNothing(t *testing.T) {
	t.Parallel()
	f := open(t)
	id := f.a.Must(t, http.StatusCreated, "POST", "/reports", f.o.Owner, f.report(f.o.Email))["id"].(string)
	f.a.Must(t, http.StatusNoContent, "DELETE", "/dashboards/"+f.board, f.o.Owner, nil)
	if status, body := f.a.Do("GET", "/reports/"+id+"/pdf", f.o.Owner, nil); status != http.StatusNotFound || !strings.Contains(body, "item_gone") {
		t.Errorf("%d %s", status, body)
	}
	f.a.Must(t, http.StatusOK, "GET", "/reports/"+id, f.o.Owner, nil)
}

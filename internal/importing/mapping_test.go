package importing

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/touchstone-cx/touchstone/internal/problem"
)

func TestAMappingIsRefusedWithThePlaceOfEveryFault(t *testing.T) {
	columns := []string{"date", "words", "score", "group"}
	const good = `{"at":{"column":"date","format":"2006-01-02"},"kind":"review","measures":{"staff":{"column":"score","scale":[1,5],"not_rated":[0,"n/a"],"scoring":"top_2_box"}},"attributes":{"group":"group"},"comment":["words"]}`
	if m := mapped(t, good); m.Validate(columns) != nil {
		t.Fatal(m.Validate(columns))
	}
	for _, c := range []struct{ from, to, location, code string }{
		{`"column":"date"`, `"column":"day"`, "body.mapping.at.column", "column_unknown"},
		{`2006-01-02`, `2006-01`, "body.mapping.at.format", "format_invalid"},
		{`2006-01-02`, `YYYY-MM-DD`, "body.mapping.at.format", "format_invalid"},
		{`2006-01-02`, `2006-01-02 15:04 MST`, "body.mapping.at.format", "zone_letters"},
		{`"review"`, `"opinion"`, "body.mapping.kind", "kind_unknown"},
		{`"column":"score"`, `"column":"points"`, "body.mapping.measures.staff.column", "column_unknown"},
		{`[1,5]`, `[5,1]`, "body.mapping.measures.staff.scale", "scale_invalid"},
		{`[1,5]`, `[1]`, "body.mapping.measures.staff.scale", "scale_invalid"},
		{`[0,"n/a"]`, `[3]`, "body.mapping.measures.staff.not_rated[0]", "not_rated_on_scale"},
		{`top_2_box`, `best`, "body.mapping.measures.staff.scoring", "scoring_unknown"},
		{`top_2_box`, `ces_5_7`, "body.mapping.measures.staff.scoring", "scoring_unknown"},
		{`top_2_box`, `nps`, "body.mapping.measures.staff.scoring", "nps_scale"},
		{`"top_2_box"`, `"top_box","from":9`, "body.mapping.measures.staff.from", "top_box_from"},
		{`"top_2_box"`, `"mean","from":4`, "body.mapping.measures.staff.from", "from_unused"},
		{`"top_2_box"`, `"mean","out_of_scale":"keep"`, "body.mapping.measures.staff.out_of_scale", "out_of_scale_unknown"},
		{`"top_2_box"`, `"mean","comparable_until":"June"`, "body.mapping.measures.staff.comparable_until", "date_invalid"},
		{`"staff":`, `"Staff desk":`, "body.mapping.measures.Staff desk", "key_form"},
		{`{"group":"group"}`, `{"group":"type"}`, "body.mapping.attributes.group", "column_unknown"},
		{`{"group":"group"}`, `{"Group":"group"}`, "body.mapping.attributes.Group", "key_form"},
		{`["words"]`, `["words","more"]`, "body.mapping.comment[1]", "column_unknown"},
		{`"kind"`, `"unit":{"value":"Cape Town"},"kind"`, "body.mapping.unit.value", "key_form"},
		{`"kind"`, `"unit":{"value":"a","column":"group"},"kind"`, "body.mapping.unit", "value_or_column"},
		{`"kind"`, `"channel":{},"kind"`, "body.mapping.channel", "value_or_column"},
		{`"kind"`, `"customer":{"name":"words"},"kind"`, "body.mapping.customer", "customer_unnamed"},
		{`"kind"`, `"key":{"column":"id"},"kind"`, "body.mapping.key.column", "column_unknown"},
	} {
		m := mapped(t, strings.Replace(good, c.from, c.to, 1))
		p, ok := problem.As(m.Validate(columns))
		if !ok || p.Kind != problem.Invalid || p.Code != c.code || p.Fields[0].Location != c.location {
			t.Errorf("%s: %+v", c.to, p)
		}
	}
	m := mapped(t, strings.NewReplacer(`"column":"date"`, `"column":"day"`, `top_2_box`, `best`).Replace(good))
	if p, _ := problem.As(m.Validate(columns)); len(p.Fields) != 2 {
		t.Errorf("two faults: %+v", p.Fields)
	}
	if _, err := ParseMapping([]byte(strings.Replace(good, `"kind"`, `"sort"`, 1))); problem.CodeOf(err) != "mapping_unreadable" || !strings.Contains(err.Error(), "sort") {
		t.Errorf("an unknown word: %v", err)
	}
}

func TestScoringsBecomeMetrics(t *testing.T) {
	for _, c := range []struct {
		scoring    string
		scale      []float64
		from, want float64
		method     string
	}{
		{"top_2_box", []float64{1, 5}, 0, 4, "top_box"}, {"top_2_box", []float64{1, 7}, 0, 6, "top_box"}, {"top_box", []float64{1, 5}, 0, 5, "top_box"},
		{"top_box", []float64{1, 10}, 8, 8, "top_box"}, {"ces_5_7", []float64{1, 7}, 0, 5, "top_box"}, {"nps", []float64{0, 10}, 0, 0, "nps"},
		{"mean", []float64{1, 5}, 0, 0, "mean"}, {"rate", []float64{0, 1}, 0, 0, "rate"},
	} {
		m, err := Measure{Scoring: c.scoring, Scale: c.scale, From: c.from}.metric("staff_service")
		if err != nil || string(m.Scoring.Method) != c.method || m.Scoring.From != c.want || m.Name != "Staff service" || m.Validate() != nil {
			t.Errorf("%s on %v: %+v %v", c.scoring, c.scale, m, err)
		}
	}
}

func TestMappingsThatMakeTheSameSignalsAreEqual(t *testing.T) {
	columns := []string{"date", "words", "staff_rating", "overall_rating", "recommended", "group"}
	hash := func(s string) string {
		m := mapped(t, s)
		if err := m.Validate(columns); err != nil {
			t.Fatal(err)
		}
		return m.hash()
	}
	want := hash(trapMapping)
	for _, same := range []string{
		strings.Replace(trapMapping, `"not_rated":[0]`, `"not_rated":[0.0],"out_of_scale":"reject","name":"Our staff"`, 1),
		strings.Replace(trapMapping, `[1,5]`, `[1.0, 5]`, 2),
	} {
		if hash(same) != want {
			t.Errorf("%s isn't the same", same)
		}
	}
	for _, other := range []string{
		strings.Replace(trapMapping, `"not_rated":[0],`, ``, 1), strings.Replace(trapMapping, `"drop"`, `"reject"`, 1),
		strings.Replace(trapMapping, `,"attributes":{"group":"group"}`, ``, 1),
	} {
		if hash(other) == want {
			t.Errorf("%s is the same", other)
		}
	}
}

func TestAClockThatIsPutForwardOrBackStillNamesAMoment(t *testing.T) {
	zone := func(name string) *time.Location {
		l, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		return l
	}
	for _, c := range []struct{ zone, wall, want string }{
		{"Europe/Zurich", "2026-03-29 02:30:00", "2026-03-29T01:30:00Z"}, // there is no half past two: half past three
		{"Europe/Zurich", "2026-10-25 02:30:00", "2026-10-25T00:30:00Z"}, // there are two: the first
		{"Europe/Zurich", "2026-07-01 00:00:00", "2026-06-30T22:00:00Z"},
		{"America/Sao_Paulo", "2018-11-04 00:00:00", "2018-11-04T03:00:00Z"}, // the day began at one
		{"Pacific/Auckland", "2026-01-01 00:00:00", "2025-12-31T11:00:00Z"},
		{"America/Los_Angeles", "2026-12-31 23:59:59", "2027-01-01T07:59:59Z"},
	} {
		wall, err := time.Parse(time.DateTime, c.wall)
		if err != nil {
			t.Fatal(err)
		}
		got := local(wall, zone(c.zone))
		if got.UTC().Format(time.RFC3339) != c.want {
			t.Errorf("%s in %s is %s, not %s", c.wall, c.zone, got.UTC().Format(time.RFC3339), c.want)
		}
	}
}

// column looks at one column of values.
func column(t *testing.T, name string, values ...string) Column {
	t.Helper()
	var b strings.Builder
	b.WriteString(name + ";other\n")
	for _, v := range values {
		b.WriteString(v + ";x\n")
	}
	f := Format{Encoding: UTF8, Delimiter: ";"}
	columns, _, err := profile(f.Open(strings.NewReader(b.String())), nil)
	if err != nil {
		t.Fatal(err)
	}
	return columns[0]
}

func TestTheWholeColumnDecidesWhatADateIs(t *testing.T) {
	for _, c := range []struct {
		values []string
		format string
		unsure bool
	}{
		{[]string{"2015-06-09", "2014-01-31"}, "2006-01-02", false},
		{[]string{"03/04/2015", "01/02/2015", "25/12/2015"}, "02/01/2006", false},
		{[]string{"03/04/2015", "01/02/2015", "12/25/2015"}, "01/02/2006", false},
		{[]string{"3/4/2015", "12/25/2015"}, "1/2/2006", false},
		{[]string{"03/04/2015", "01/02/2015"}, "02/01/2006", true},
		{[]string{"09.06.2015", "31.12.2015"}, "02.01.2006", false},
		{[]string{"13-03-2015", "01-06-2015"}, "02-01-2006", false},
		{[]string{"20150609", "20141231"}, "20060102", false},
		{[]string{"9 Jun 2015", "31 Dec 2014"}, "2 Jan 2006", false},
		{[]string{"June 9, 2015", "December 31, 2014"}, "January 2, 2006", false},
		{[]string{"2015-06-09 17:45:00", "2015-06-10 08:00:00"}, "2006-01-02 15:04:05", false},
		{[]string{"2015-06-09T17:45:00Z", "2015-06-10T08:00:00+02:00"}, "2006-01-02T15:04:05Z07:00", false},
		{[]string{"6/9/2015 5:45 PM", "12/25/2015 11:00 AM"}, "1/2/2006 3:04 PM", false},
	} {
		got := column(t, "when", c.values...)
		if got.Kind != DateColumn || got.Format != c.format || got.Unsure != c.unsure {
			t.Errorf("%q: %s %q unsure %v", c.values, got.Kind, got.Format, got.Unsure)
		}
		for _, v := range c.values {
			if _, err := time.Parse(got.Format, v); err != nil {
				t.Errorf("%q doesn't read %q", got.Format, v)
			}
		}
		if !isLayout(got.Format) {
			t.Errorf("%q is proposed and would be refused", got.Format)
		}
	}
	if c := column(t, "words", "call 2015", "nothing", "12 monkeys"); c.Kind != TextColumn {
		t.Errorf("%+v", c)
	}
}

func TestScalesAreGuessedFromTheValues(t *testing.T) {
	many := func(v string, n int) []string { return slices.Repeat([]string{v}, n) }
	for _, c := range []struct {
		name    string
		values  []string
		scale   []float64
		scoring string
		unrated bool
		drop    bool
	}{
		{"staff_rating", []string{"0", "1", "3", "5"}, []float64{1, 5}, "top_2_box", true, false},
		{"staff_rating", []string{"1.0", "4.5", "5"}, []float64{1, 5}, "top_2_box", false, false},
		{"overall_rating", append(many("3", 40), "10", "1"), []float64{1, 5}, "mean", false, true},
		{"overall_rating", append(many("8", 40), "3", "10"), []float64{0, 10}, "mean", false, false},
		{"nps", append(many("3", 40), "0", "10"), []float64{0, 10}, "nps", false, false},
		{"effort", []string{"1", "7", "5"}, []float64{1, 7}, "ces_5_7", false, false},
		{"quality", []string{"1", "7", "5"}, []float64{1, 7}, "top_2_box", false, false},
		{"recommended", []string{"0", "1", "1"}, []float64{0, 1}, "rate", false, false},
		{"recommended", []string{"yes", "No", "yes"}, []float64{0, 1}, "rate", false, false},
	} {
		m, ok := scoreOf(column(t, c.name, c.values...))
		if !ok || !slices.Equal(m.Scale, c.scale) || m.Scoring != c.scoring || (len(m.NotRated) > 0) != c.unrated || (m.OutOfScale == "drop") != c.drop {
			t.Errorf("%s %q: %+v %v", c.name, c.values[:2], m, ok)
		}
	}
	for name, values := range map[string][]string{"year": {"3", "4"}, "customer_id": {"1", "2", "3"}, "price": {"120.5", "9"}, "rating": {"-3", "2"}} {
		if m, ok := scoreOf(column(t, name, values...)); ok {
			t.Errorf("%s is taken for a score: %+v", name, m)
		}
	}
}

func TestAGuessedMappingIsValidAndLeavesPersonalDataAlone(t *testing.T) {
	w := newWorld(t)
	var b strings.Builder
	b.WriteString("Response ID,Submitted at,Score (NPS),Why?,Name,E-mail,Team,Region,Region\n")
	for i := range 60 {
		day := time.Date(2025, 1, 1, 9, 30, 0, 0, time.UTC).AddDate(0, 0, i).Format("02.01.2006 15:04")
		b.WriteString(strings.Join([]string{"r-" + itoa(int64(i)), day, itoa(int64(i % 11)), "because it took " + itoa(int64(i)) + " days", "Ada Lovelace",
			"ada" + itoa(int64(i)) + "@example.org", []string{"Cape Town", "Zürich Süd"}[i%2], []string{"North", "South"}[i%2], "x"}, ",") + "\n")
	}
	u := w.send("NPS survey.csv", b.String())
	m := u.Mapping
	if m.At.Column != "Submitted at" || m.Kind != "survey" || m.TouchPoint.Value != "nps-survey" || m.Key == nil || m.Key.Column != "Response ID" ||
		m.Unit == nil || m.Unit.Column != "Team" || m.Measures["score_nps"].Scoring != "nps" || !slices.Equal(m.Comment, []string{"Why?"}) ||
		m.Customer == nil || m.Customer.Email != "E-mail" || m.Attributes["region"] != "Region" {
		t.Errorf("%+v", m)
	}
	for key, c := range m.Attributes {
		if c == "Name" || c == "E-mail" {
			t.Errorf("attribute %s is personal data", key)
		}
	}
	im := w.imported(u, *m)
	if im.State != Done || im.Accepted != 60 {
		t.Errorf("%+v %s", im, w.rejectedFile(im))
	}
	if n := w.count(`select count(*) from unit where org = $1 and key in ('cape-town', 'zurich-sud')`, w.org); n != 2 {
		t.Errorf("%d units", n)
	}
}

func TestWordsBecomeKeysThatStayDifferent(t *testing.T) {
	for in, want := range map[string]string{"Cape Town": "cape-town", " Zürich (Süd) ": "zurich-sud", "A/B": "a-b", "": "", "Straße 5": "strasse-5"} {
		if got := slug(in, '-'); got != want {
			t.Errorf("%q becomes %q", in, got)
		}
	}
	a, b, long := slug("北京", '-'), slug("東京", '-'), slug(strings.Repeat("x", 100), '-')
	if a == b || a == "" || len(long) > maxKey || long == slug(strings.Repeat("x", 101), '-') {
		t.Errorf("%q %q %q", a, b, long)
	}
}

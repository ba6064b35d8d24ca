package operator_test

import (
	"strings"
	"testing"
	"time"

	"github.com/touchstone-cx/touchstone/internal/app/apptest"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/operator"
	"github.com/touchstone-cx/touchstone/internal/problem"
)

type object = map[string]any

// house is a BPO that runs the installation and two clients of it, each with the sites north and south and answers in both.
type house struct {
	*apptest.App
	bpo, acme, umbrella *apptest.Org
	units               map[string]identity.UnitID
}

func open(t *testing.T) *house {
	t.Helper()
	h := &house{App: apptest.New(t), units: map[string]identity.UnitID{}}
	h.bpo = h.Organisation(t, "Bpo")
	h.acme, h.umbrella = h.Organisation(t, "Acme"), h.Organisation(t, "Umbrella")
	for _, o := range []*apptest.Org{h.acme, h.umbrella} {
		for _, site := range []string{"north", "south"} {
			h.units[o.Name+" "+site] = o.Unit(t, site, "")
		}
	}
	h.answers(t, h.acme, "north", 40, 10)
	h.answers(t, h.acme, "south", 40, 3)
	h.answers(t, h.umbrella, "north", 40, 8)
	h.Must(t, 200, "POST", "/operator", h.bpo.Owner, nil)
	return h
}

// answers puts n of one score into a unit, today.
func (h *house) answers(t *testing.T, o *apptest.Org, unit string, n, score int) {
	t.Helper()
	var b strings.Builder
	at := h.DB.Now().Add(-time.Minute).UTC().Format(time.RFC3339)
	for range n {
		b.WriteString(`{"at":"` + at + `","kind":"survey","unit":"` + unit + `","measures":{"nps":` + string(rune('0'+score%10)) + `,"csat":4},"comments":[{"text":"secret words"}]}` + "\n")
	}
	text := b.String()
	if score == 10 {
		text = strings.ReplaceAll(text, `"nps":0`, `"nps":10`)
	}
	if status, said := h.Do("POST", "/signals:batch", o.Owner, text); status != 200 || strings.Count(said, `"status":201`) != n {
		t.Fatalf("%d %.300s", status, said)
	}
	h.CatchUp(t, o)
}

func (h *house) grant(t *testing.T, o *apptest.Org, metrics []string, units ...identity.UnitID) string {
	t.Helper()
	id, _ := h.Must(t, 201, "POST", "/operator-grants", o.Owner, object{"metrics": metrics, "units": append([]identity.UnitID{}, units...)})["id"].(string)
	return id
}

// table reads a summary as "name/unit metric=value(n)" lines.
func table(t *testing.T, body map[string]any) (out []string) {
	t.Helper()
	for _, r := range body["rows"].([]any) {
		row := r.(map[string]any)
		unit, _ := row["unit_name"].(string)
		for _, c := range row["cells"].([]any) {
			cell := c.(map[string]any)
			f := cell["figure"].(map[string]any)
			value, _ := f["value"].(float64)
			out = append(out, row["name"].(string)+"/"+unit+" "+cell["metric"].(map[string]any)["key"].(string)+"="+trim(value)+"("+trim(f["n"].(float64))+")")
		}
	}
	return out
}

func trim(f float64) string {
	s := ""
	if f < 0 {
		s, f = "-", -f
	}
	n := int(f + 0.5)
	digits := ""
	for first := true; first || n > 0; first = false {
		digits = string(rune('0'+n%10)) + digits
		n /= 10
	}
	return s + digits
}

func (h *house) summary(t *testing.T) string {
	t.Helper()
	return strings.Join(table(t, h.Must(t, 200, "GET", "/operator/summary", h.bpo.Owner, nil)), " ")
}

func TestTheOperatorSeesWhatWasGrantedAndNothingElse(t *testing.T) {
	t.Parallel()
	h := open(t)
	if got := h.summary(t); got != "" {
		t.Fatalf("before any grant: %s", got)
	}
	h.grant(t, h.acme, []string{"nps"}, h.units["Acme north"])
	if got := h.summary(t); got != "Acme/north nps=100(40)" {
		t.Errorf("%s", got)
	}
	whole := h.grant(t, h.umbrella, []string{"nps", "csat"})
	if got := h.summary(t); got != "Acme/north nps=100(40) Umbrella/ nps=0(40) Umbrella/ csat=100(40)" {
		t.Errorf("%s", got)
	}
	figure := "/operator/clients/" + string(h.acme.ID) + "/figure?unit=" + string(h.units["Acme north"]) + "&metric="
	h.Run(t, []apptest.Scenario{
		{Name: "a granted metric by weeks", Path: figure + "nps", As: h.bpo.Owner, Status: 200, Contains: []string{`"n":40`}, Lacks: []string{"secret"}},
		{Name: "an ungranted metric", Path: figure + "csat", As: h.bpo.Owner, Status: 404, Contains: []string{"not_granted"}},
		{Name: "an ungranted unit", Path: "/operator/clients/" + string(h.acme.ID) + "/figure?metric=nps&unit=" + string(h.units["Acme south"]), As: h.bpo.Owner, Status: 404},
		{Name: "the whole of which a part was granted", Path: "/operator/clients/" + string(h.acme.ID) + "/figure?metric=nps", As: h.bpo.Owner, Status: 404},
		{Name: "an organisation that granted nothing", Path: "/operator/clients/" + string(h.bpo.ID) + "/figure?metric=nps", As: h.bpo.Owner, Status: 404},
		{Name: "a client isn't the operator", Path: figure + "nps", As: h.umbrella.Owner, Status: 404},
		{Name: "and sees an empty summary", Path: "/operator/summary", As: h.umbrella.Owner, Status: 200, Contains: []string{`"rows":[]`}},
		{Name: "a supervisor of the operator sees nothing of it", Path: "/operator/summary", As: h.bpo.Token(t, "supervisor", ""), Status: 403},
		{Name: "the signals stay the client's", Path: "/signals?where=unit:north", As: h.bpo.Owner, Status: 200, Lacks: []string{"secret"}},
	})
	h.Must(t, 204, "DELETE", "/operator-grants/"+whole, h.umbrella.Owner, nil)
	if got := h.summary(t); got != "Acme/north nps=100(40)" {
		t.Errorf("after revoking: %s", got)
	}
	h.RunJobs(t)
	for name, o := range map[string]*apptest.Org{"the client": h.umbrella, "the operator": h.bpo} {
		if _, text := h.Do("GET", "/audit", o.Owner, nil); !strings.Contains(text, "operator_grant.create") || !strings.Contains(text, "operator_grant.revoke") {
			t.Errorf("%s's audit: %s", name, text)
		}
	}
	if _, text := h.Do("GET", "/operator-grants", h.acme.Owner, nil); !strings.Contains(text, `"seen_at":"`) || !strings.Contains(text, `"state":"holds"`) {
		t.Errorf("the client doesn't see that the operator looked: %s", text)
	}
}

func TestAGrantEndsAfterItsLastDayInTheClientsZone(t *testing.T) {
	t.Parallel()
	h := open(t)
	zone, err := time.LoadLocation("Europe/Zurich")
	if err != nil {
		t.Fatal(err)
	}
	day := h.DB.Now().In(zone).AddDate(0, 0, 1)
	h.Must(t, 201, "POST", "/operator-grants", h.acme.Owner, object{"metrics": []string{"nps"}, "until": day.Format(time.DateOnly)})
	midnight := time.Date(day.Year(), day.Month(), day.Day()+1, 0, 0, 0, 0, zone)
	h.Advance(midnight.Add(-time.Minute).Sub(h.DB.Now()))
	if got := h.summary(t); !strings.HasPrefix(got, "Acme/ nps=") {
		t.Errorf("on its last day: %q", got)
	}
	h.Advance(2 * time.Minute)
	if got := h.summary(t); got != "" {
		t.Errorf("after it: %q", got)
	}
	if _, text := h.Do("GET", "/operator-grants", h.acme.Owner, nil); !strings.Contains(text, `"state":"ended"`) {
		t.Error(text)
	}
}

func TestGrantsOfWhatIsNotOnesOwnAreRefused(t *testing.T) {
	t.Parallel()
	h := open(t)
	post := func(name string, as string, status int, code string, b object) apptest.Scenario {
		return apptest.Scenario{Name: name, Method: "POST", Path: "/operator-grants", As: as, Body: b, Status: status, Contains: []string{code}}
	}
	nps := []string{"nps"}
	h.Run(t, []apptest.Scenario{
		post("another organisation's unit", h.acme.Owner, 422, "unit_unknown", object{"metrics": nps, "units": []any{h.units["Umbrella north"]}}),
		post("a metric that isn't there", h.acme.Owner, 422, "metric_unknown", object{"metrics": []string{"nonsense"}}),
		post("no metric at all", h.acme.Owner, 422, "metrics_needed", object{"metrics": []string{}}),
		post("a day that is over", h.acme.Owner, 422, "already_past", object{"metrics": nps, "until": "2020-01-01"}),
		post("no day at all", h.acme.Owner, 422, "date_invalid", object{"metrics": nps, "until": "soon"}),
		post("the operator grants itself nothing", h.bpo.Owner, 409, "operator_itself", object{"metrics": nps}),
		post("an administrator grants nothing", h.acme.Token(t, "admin", ""), 403, "not_allowed", object{"metrics": nps}),
		post("nor an owner of one unit", h.acme.Token(t, "owner", h.units["Acme north"]), 403, "not_allowed", object{"metrics": nps}),
		{Name: "an administrator sees what is granted", Path: "/operator-grants", As: h.acme.Token(t, "admin", ""), Status: 200, Contains: []string{`"state":"holds"`}},
		{Name: "another's grant isn't found", Method: "DELETE", Path: "/operator-grants/" + h.grant(t, h.acme, nps), As: h.umbrella.Owner, Status: 404},
		{Name: "a client doesn't make itself the operator", Method: "POST", Path: "/operator", As: h.acme.Owner, Status: 409, Contains: []string{"operator_elsewhere"}},
	})
}

func TestWhatWasGrantedToOneOperatorIsNotGrantedToTheNext(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.grant(t, h.acme, []string{"nps"})
	if err := h.Operator.Appoint(t.Context(), h.umbrella.ID); err != nil {
		t.Fatal(err)
	}
	if got := table(t, h.Must(t, 200, "GET", "/operator/summary", h.umbrella.Owner, nil)); len(got) != 0 {
		t.Errorf("the new operator sees %v", got)
	}
	if got := h.summary(t); got != "" {
		t.Errorf("the old one still sees %s", got)
	}
	if err := h.Operator.Appoint(t.Context(), h.bpo.ID); err != nil {
		t.Fatal(err)
	}
	if got := h.summary(t); !strings.HasPrefix(got, "Acme/ nps=") {
		t.Errorf("back again: %q", got)
	}
}

func TestMetricsThatMeanDifferentThingsAreMarked(t *testing.T) {
	t.Parallel()
	h := open(t)
	for o, most := range map[*apptest.Org]int{h.acme: 5, h.umbrella: 10} {
		h.Must(t, 201, "POST", "/metrics", o.Owner, object{"key": "effort2", "name": "Effort", "min": 1, "max": most, "scoring": object{"method": "mean"}})
		h.grant(t, o, []string{"nps", "effort2"})
	}
	s := h.Must(t, 200, "GET", "/operator/summary", h.bpo.Owner, nil)
	for _, c := range s["columns"].([]any) {
		col := c.(map[string]any)
		if col["differ"] != (col["key"] == "effort2") {
			t.Errorf("%v", col)
		}
	}
}

func TestAClientSeesItsScorecardAndNothingElse(t *testing.T) {
	t.Parallel()
	h := open(t)
	client := h.acme.Token(t, identity.Client, "")
	h.Run(t, []apptest.Scenario{
		{Name: "an empty scorecard at first", Path: "/scorecard", As: client, Status: 200, Contains: []string{`"rows":[]`}},
		{Name: "it isn't the client who says what stands there", Path: "/scorecard/definition", As: client, Status: 403},
	})
	put := func(status int, match string, b object) map[string]any {
		return h.Must(t, status, "PUT", "/scorecard/definition", h.acme.Owner, b, "If-Match: "+match)
	}
	put(422, `"0"`, object{"metrics": []string{"nps"}, "units": []any{h.units["Umbrella north"]}, "days": 30})
	put(200, `"0"`, object{"metrics": []string{"nps"}, "units": []any{h.units["Acme north"], h.units["Acme south"]}, "days": 30})
	put(412, `"0"`, object{"metrics": []string{"csat"}, "units": []any{}, "days": 30})
	if got := strings.Join(table(t, h.Must(t, 200, "GET", "/scorecard", client, nil)), " "); got != "Acme/north nps=100(40) Acme/south nps=-100(40)" {
		t.Error(got)
	}
	north := h.acme.Token(t, identity.Client, h.units["Acme north"])
	if got := strings.Join(table(t, h.Must(t, 200, "GET", "/scorecard", north, nil)), " "); got != "Acme/north nps=100(40)" {
		t.Errorf("a client of one unit: %s", got)
	}
	for _, path := range []string{"/signals", "/figures?metric=nps", "/customers", "/employees", "/cases", "/surveys", "/units", "/metrics", "/users",
		"/dimensions", "/audit", "/tokens", "/imports", "/rules", "/operator/summary", "/operator-grants", "/touch-points"} {
		if status, text := h.Do("GET", path, client, nil); status != 403 || strings.Contains(text, "secret") {
			t.Errorf("%s as a client: %d %s", path, status, text)
		}
	}
	// What the page says of an organisation isn't said of another.
	if got := table(t, h.Must(t, 200, "GET", "/scorecard", h.umbrella.Token(t, identity.Client, ""), nil)); len(got) != 0 {
		t.Errorf("%v", got)
	}
}

func TestTheOperatorAddsAClientWhoseOwnerIsInvited(t *testing.T) {
	t.Parallel()
	h := open(t)
	ctx := identity.With(t.Context(), identity.Caller{Org: h.bpo.ID, Kind: identity.ByUser, ID: string(h.bpo.User), Name: "Olivia Owner", Role: identity.Owner})
	made, err := h.Operator.AddClient(ctx, h.bpo.ID, operator.NewClient{Organisation: "Hooli", Zone: "Europe/London", OwnerEmail: "gavin@hooli.example"})
	if err != nil {
		t.Fatal(err)
	}
	if made.Invitation == nil || made.Invitation.Role != identity.Owner || !strings.Contains(made.Invitation.Link, "/join#") {
		t.Errorf("%+v", made.Invitation)
	}
	all, err := h.Operator.Clients(ctx, h.bpo.ID)
	if err != nil || len(all) != 1 || all[0].Name != "Hooli" || !all[0].Added || all[0].Grants != 0 {
		t.Errorf("%+v %v", all, err) // organisations that grant nothing and weren't added aren't named
	}
	if got := h.summary(t); got != "" {
		t.Errorf("adding it shows its figures: %s", got)
	}
	if err := h.Identity.Repair(t.Context()); err != nil {
		t.Error(err)
	}
	members, err := h.Identity.Members(t.Context(), made.ID)
	if err != nil || len(members) != 1 || members[0].ID != h.bpo.User {
		t.Errorf("%+v %v", members, err)
	}
	for name, c := range map[string]struct {
		org  *apptest.Org
		n    operator.NewClient
		code string
	}{
		"a taken name":           {h.bpo, operator.NewClient{Organisation: "acme", Zone: "UTC"}, "organisation_taken"},
		"a zone of Mars":         {h.bpo, operator.NewClient{Organisation: "New", Zone: "Mars"}, "zone_unknown"},
		"two owners at once":     {h.bpo, operator.NewClient{Organisation: "New", Zone: "UTC", OwnerEmail: "a@x.example\nBcc: b@x.example"}, "email_invalid"},
		"who isn't the operator": {h.acme, operator.NewClient{Organisation: "New", Zone: "UTC"}, "not_the_operator"},
	} {
		as := identity.With(t.Context(), identity.Caller{Org: c.org.ID, Kind: identity.ByUser, ID: string(c.org.User), Role: identity.Owner})
		if _, err := h.Operator.AddClient(as, c.org.ID, c.n); problem.CodeOf(err) != c.code {
			t.Errorf("%s: %v", name, err)
		}
	}
}

package app_test

import (
	"fmt"
	"hash/crc32"
	"net/http"
	"strings"
	"testing"

	"github.com/touchstone-cx/touchstone/internal/app/apptest"
	"github.com/touchstone-cx/touchstone/internal/identity"
)

// world is an organisation with one of everything, each named after a word of its own.
type world struct {
	*apptest.Org
	app  *apptest.App
	word string
	ids  map[string]string // noun → id, and what else fills an address
}

// newWorld fills an organisation. word is in every text of it: names, comments, attributes, customers.
func newWorld(t *testing.T, a *apptest.App, word string) *world {
	t.Helper()
	w := &world{Org: a.Organisation(t, "The "+word+" company"), app: a, word: word, ids: map[string]string{}}
	w.ids["unit"] = w.make(t, "/units", map[string]any{"key": word + "-unit", "name": word + " unit", "kind": "site"})
	w.ids["user"] = w.make(t, "/users", map[string]any{"name": word + " user", "email": word + "@people.example",
		"password": apptest.Password, "role": "viewer"})
	w.ids["token"] = w.make(t, "/tokens", map[string]any{"name": word + " token", "role": "viewer"})
	w.ids["touch_point"] = w.make(t, "/touch-points", map[string]any{"key": word + "-desk", "name": word + " desk"})
	w.ids["employee"] = w.make(t, "/employees", map[string]any{"external_id": word + "-1", "name": word + " employee"})
	w.ids["customer"] = w.make(t, "/customers", map[string]any{"external_id": word + "-c", "name": word + " customer", "email": word + "@customers.example"})
	w.twin(t)
	w.ids["metric"] = w.make(t, "/metrics", map[string]any{"key": word, "name": word + " metric", "min": 1, "max": 5, "scoring": map[string]any{"method": "mean"}})
	w.ids["signal"] = w.make(t, "/signals", w.signal())
	w.ids["dimension"] = "attributes." + word
	a.CatchUp(t, w.Org)
	w.ids["survey"] = w.make(t, "/surveys", w.survey())
	w.ids["promise"] = w.make(t, "/promises", map[string]any{"text": word + " promise", "tenets": []any{map[string]any{"name": "Called back", "behaviour": "We call when we said"}}})
	w.ids["value"] = w.make(t, "/values", map[string]any{"horizon_days": 365, "currency": "EUR", "p10": "80", "p50": "120", "p90": "200", "reason": word + " guess"})
	computing := w.app.Must(t, http.StatusAccepted, "POST", "/value-computations", w.Owner, map[string]any{"kind": "contractual", "horizon_days": 365, "margin_share": 1, "discount_rate": 0.1, "currency": "EUR"})
	w.ids["computation"], _ = computing["id"].(string)
	w.ids["journey"] = w.make(t, "/journeys", map[string]any{"name": word + " journey"})
	w.ids["published_journey"] = w.publishedJourney(t)
	w.ids["journey_comment"] = w.make(t, "/journeys/"+w.ids["journey"]+"/comments", map[string]any{"text": word + " comment"})
	w.moment(t)
	w.ids["workshop"] = w.make(t, "/journeys/"+w.ids["journey"]+"/workshops", map[string]any{"title": word + " workshop"})
	w.ids["process"] = w.make(t, "/processes", map[string]any{"name": word + " process"})
	w.ids["priority"] = w.make(t, "/priorities", map[string]any{"name": word + " priority"})
	w.ids["analysis"], _ = a.Must(t, http.StatusOK, "POST", "/driver-analyses", w.Owner, map[string]any{"outcome": "nps", "measures": []string{word}})["id"].(string)
	// Its key, which a refusal repeats, is made of its first name: that one says nothing of the organisation.
	w.ids["characteristic"], _ = a.Must(t, http.StatusCreated, "POST", "/characteristics", w.Owner, map[string]any{"name": fmt.Sprintf("Warmth %x", crc32.ChecksumIEEE([]byte(word)))})["key"].(string)
	a.Must(t, http.StatusOK, "PUT", "/characteristics/"+w.ids["characteristic"], w.Owner, map[string]any{"name": word + " characteristic"}, `If-Match: "1"`)
	w.ids["sheet"] = w.make(t, "/assessment-sheets", map[string]any{"kind": "letter", "subject": word + " letter", "unit": word + "-unit", "marks": []any{map[string]any{"characteristic": "complete", "score": 2}}})
	w.ids["expectation"] = w.make(t, "/expectations", map[string]any{"name": word + " expectation", "kind": "answer", "hours": 4, "on": true})
	w.ids["rule"] = w.make(t, "/rules", w.rule())
	w.ids["case"] = w.make(t, "/cases", map[string]any{"title": word + " case", "signal": w.ids["signal"], "note": word + " note"})
	w.addCaseParts(t)
	up := a.Must(t, http.StatusCreated, "POST", "/imports/uploads?name="+word+".csv", w.Owner, w.csv())
	w.ids["upload"], _ = up["upload"].(string)
	w.ids["import_mapping"] = w.make(t, "/import-mappings", w.savedMapping(word+" mapping"))
	w.ids["import_folder"] = w.make(t, "/import-folders", w.importFolder())
	w.ids["import"], _ = a.Must(t, http.StatusAccepted, "POST", "/imports", w.Owner, w.importing())["id"].(string)
	w.ids["view"] = w.make(t, "/views", w.savedView())
	w.ids["dashboard"] = w.make(t, "/dashboards", w.dashboard())
	w.ids["link"] = w.make(t, "/links", w.link())
	w.ids["report"] = w.make(t, "/reports", w.report())
	w.ids["export"] = w.make(t, "/exports", map[string]any{"what": "figures", "format": "csv", "metrics": []string{"nps"}})
	jobs := a.Must(t, http.StatusOK, "GET", "/jobs", w.Owner, nil)["items"].([]any)
	w.ids["mail"] = w.mail(t)
	w.ids["invitation"] = w.make(t, "/user-invitations", map[string]any{"email": word + "@guests.example", "role": "viewer"})
	w.ids["session"] = word + "-session"
	w.ids["grant"], w.ids["client"] = w.grant(t), string(w.ID)
	w.ids["compliment"] = w.compliment(t)
	w.ids["template"] = w.make(t, "/reply-templates", w.template())
	w.ids["reply"] = w.make(t, "/cases/"+w.ids["case"]+"/replies", map[string]any{"to": word + "@customers.example", "subject": word, "text": word})
	w.ids["roster"] = w.rosterRun(t)
	w.setUp(t)
	w.impact(t)
	w.ids["job"] = jobs[0].(map[string]any)["id"].(string)
	return w
}

// setUp answers the guided set-up and takes one line of it.
func (w *world) setUp(t *testing.T) {
	t.Helper()
	w.app.Must(t, http.StatusOK, "PUT", "/setup/guide", w.Owner, w.answered(), `If-Match: "0"`)
	run := w.app.Must(t, http.StatusCreated, "POST", "/setup/guide/runs", w.Owner,
		map[string]any{"items": []any{map[string]any{"key": "touch_point:transfer", "name": w.word + " transfer"}}}, `If-Match: "1"`)
	w.ids["setup_run"], _ = run["id"].(string)
}

func (w *world) answered() map[string]any {
	return map[string]any{"industry": "contact_centre", "channels": []any{"phone"}, "size": map[string]any{},
		"promises": []any{map[string]any{"text": w.word + " is promised"}}}
}

// twin is a second customer, merged into the first.
func (w *world) twin(t *testing.T) {
	t.Helper()
	w.ids["twin"] = w.make(t, "/customers", map[string]any{"name": w.word + " twin"})
	merged := w.app.Must(t, http.StatusCreated, "POST", "/customers/"+w.ids["customer"]+"/merges", w.Owner,
		map[string]any{"other": w.ids["twin"], "other_version": 1}, `If-Match: "2"`)["merged"].([]any)
	w.ids["merge"], _ = merged[0].(map[string]any)["id"].(string)
}

// make creates something and returns its id.
func (w *world) make(t *testing.T, path string, body any) string {
	t.Helper()
	id, _ := w.app.Must(t, http.StatusCreated, "POST", path, w.Owner, body)["id"].(string)
	if id == "" {
		t.Fatalf("%s made nothing with an id", path)
	}
	return id
}

func (w *world) signal() map[string]any {
	return map[string]any{"key": w.word + "-1", "at": "2026-05-04T10:00:00Z", "kind": "survey", "touch_point": w.word + "-desk",
		"unit": w.word + "-unit", "employee": w.word + "-1", "customer": map[string]any{"external_id": w.word + "-c"}, "channel": w.word,
		"measures": map[string]any{"nps": 3, w.word: 2}, "comments": []any{map[string]any{"text": "A " + w.word + " comment"}},
		"attributes": map[string]any{w.word: w.word + " value"}}
}

func (w *world) survey() map[string]any {
	return map[string]any{"name": w.word + " survey", "definition": map[string]any{"language": "en", "touch_point": w.word + "-desk",
		"questions": []any{map[string]any{"key": "q1", "kind": "nps", "text": "How likely is " + w.word + "?"}}}}
}

func (w *world) rule() map[string]any {
	return map[string]any{"name": w.word + " rule", "on": true, "match": "all", "due_hours": 24, "severity": "high",
		"fallback_owner": string(w.User), "conditions": []any{map[string]any{"field": "metric.nps", "op": "<=", "value": 6}}}
}

func (w *world) csv() string {
	return "when,score,said\n2026-05-01,4," + w.word + " row\n2026-05-02,banana," + w.word + " bad row\n"
}

func (w *world) mapping() map[string]any {
	return map[string]any{"at": map[string]any{"column": "when", "format": "2006-01-02"}, "kind": "review",
		"touch_point": map[string]any{"value": w.word + "-desk"}, "comment": []any{"said"},
		"measures": map[string]any{w.word + "_score": map[string]any{"column": "score", "scale": []any{1, 5}, "scoring": "mean"}}}
}

func (w *world) importing() map[string]any {
	return map[string]any{"upload": w.ids["upload"], "mapping": w.mapping()}
}

// fill puts ids into an address such as /cases/{case}.
func (w *world) fill(path string) string {
	for noun, id := range w.ids {
		path = strings.ReplaceAll(path, "{"+noun+"}", id)
	}
	return path
}

// lowRole is a role that may not use a verb; "" where every role may.
func lowRole(verb string) identity.Role {
	for _, r := range identity.Roles {
		if !identity.May(r, "", verbOf(verb)) {
			return r
		}
	}
	return ""
}

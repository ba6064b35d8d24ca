package app_test

import (
	"maps"

	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/web"
)

func verbOf(s string) web.Verb { return web.Verb(s) }

// probe is how an operation is asked in a world. Every operation of the API has one; see TestEveryOperation….
type probe struct {
	path    string // below /api/v1, with nouns of the world in braces
	body    func(w *world) any
	headers []string
	ok      []int // what the owner gets for what is their own
	stream  bool  // answers for as long as it is listened to
	person  bool  // for people alone: a token gets 403
}

func body(b any) func(*world) any { return func(*world) any { return b } }

type object = map[string]any

// probes holds every capability's, each in a file of its own.
var probes = together(
	importProbes,
	firstProbes,
	dashboardProbes,
	mailProbes,
	noticeProbes,
	replyProbes,
	followProbes,
	searchProbes,
	metricsProbes,
	accessProbes,
	operatorProbes,
	surveyProbes,
	rosterProbes,
	customerProbes,
	caseProbes,
	setupProbes,
	promiseProbes,
	journeyProbes,
	valueProbes,
	liveProbes,
	momentProbes,
	driverProbes,
	impactProbes,
	characteristicProbes,
)

func together(parts ...map[string]probe) map[string]probe {
	all := map[string]probe{}
	for _, part := range parts {
		maps.Copy(all, part)
	}
	return all
}

// firstProbes are in no order that matters, but that what ends something comes in a world of its own.
var firstProbes = map[string]probe{
	"session-get":          {path: "/session", ok: []int{200}},
	"session-create":       {path: "/session", body: body(object{"email": "nobody@example.org", "password": "wrong"}), ok: []int{422}},
	"session-delete":       {path: "/session", ok: []int{422}},
	"session-organisation": {path: "/session/organisation", body: func(w *world) any { return object{"organisation": w.ID} }, ok: []int{403}, person: true},
	"setup": {path: "/setup", ok: []int{422}, body: body(object{"organisation": "X", "zone": "UTC", "name": "X",
		"email": "x@example.org", "password": "a long enough password"})},

	"organisation-get":  {path: "/organisation", ok: []int{200}},
	"organisation-edit": {path: "/organisation", body: body(object{"language": "de"}), ok: []int{200}},
	"unit-list":         {path: "/units", ok: []int{200}},
	"unit-create":       {path: "/units", body: body(object{"key": "new", "name": "New", "kind": "team"}), ok: []int{201}},
	"unit-edit":         {path: "/units/{unit}", body: body(object{"partner": true}), ok: []int{200}},
	"user-list":         {path: "/users", ok: []int{200}},
	"user-create": {path: "/users", ok: []int{201}, body: body(object{"name": "New", "email": "new@people.example",
		"password": "a long enough password", "role": "agent"})},
	"user-edit":    {path: "/users/{user}", body: body(object{"role": "agent"}), ok: []int{200}},
	"token-list":   {path: "/tokens", ok: []int{200}},
	"token-create": {path: "/tokens", body: body(object{"name": "new", "role": "viewer"}), ok: []int{201}},
	"token-revoke": {path: "/tokens/{token}", ok: []int{204}},
	"audit-list":   {path: "/audit", ok: []int{200}},

	"touch-point-list":   {path: "/touch-points", ok: []int{200}},
	"touch-point-create": {path: "/touch-points", body: body(object{"key": "new", "name": "New"}), ok: []int{201}},
	"touch-point-get":    {path: "/touch-points/{touch_point}", ok: []int{200}},
	"touch-point-rename": {path: "/touch-points/{touch_point}", body: body(object{"name": "Renamed"}), ok: []int{200}},
	"employee-list":      {path: "/employees", ok: []int{200}},
	"employee-create":    {path: "/employees", body: body(object{"external_id": "new"}), ok: []int{201}},
	"employee-get":       {path: "/employees/{employee}", ok: []int{200}},
	"customer-list":      {path: "/customers", ok: []int{200}},
	"customer-create":    {path: "/customers", body: body(object{"external_id": "new"}), ok: []int{201}},
	"customer-get":       {path: "/customers/{customer}", ok: []int{200}},

	"metric-list": {path: "/metrics", ok: []int{200}},
	"metric-create": {path: "/metrics", ok: []int{201}, body: body(object{"key": "new", "name": "New", "min": 1, "max": 5,
		"scoring": object{"method": "mean"}})},
	"figure-get":       {path: "/figures?metric=nps&by=touch_point", ok: []int{200}},
	"dimension-list":   {path: "/dimensions", ok: []int{200}},
	"dimension-values": {path: "/dimensions/{dimension}/values", ok: []int{200}},

	"signal-create": {path: "/signals", body: (*world).another, ok: []int{201}},
	"signal-batch":  {path: "/signals:batch", body: (*world).another, ok: []int{200}},
	"signal-list":   {path: "/signals", ok: []int{200}},
	"signal-get":    {path: "/signals/{signal}", ok: []int{200}},
	"signal-correct": {path: "/signals/{signal}", ok: []int{200}, body: body(object{"at": "2026-05-04T10:00:00Z", "kind": "survey",
		"measures": object{"nps": 4}})},
	"signal-erase": {path: "/signals/{signal}", ok: []int{204}},

	"import-upload":   {path: "/imports/uploads?name=new.csv", body: body("when,score\n2026-05-01,4\n"), ok: []int{201}},
	"import-preview":  {path: "/imports/preview", body: (*world).wish, ok: []int{200}},
	"import-start":    {path: "/imports", body: (*world).wish, ok: []int{200, 202}},
	"import-list":     {path: "/imports", ok: []int{200}},
	"import-get":      {path: "/imports/{import}", ok: []int{200}},
	"import-cancel":   {path: "/imports/{import}/cancel", ok: []int{200}},
	"import-undo":     {path: "/imports/{import}/undo", ok: []int{202, 409}},
	"import-rejected": {path: "/imports/{import}/rejected", ok: []int{200}},

	"survey-list":    {path: "/surveys", ok: []int{200}},
	"survey-create":  {path: "/surveys", body: body(object{"name": "New"}), ok: []int{201}},
	"survey-get":     {path: "/surveys/{survey}", ok: []int{200}},
	"survey-edit":    {path: "/surveys/{survey}", body: func(w *world) any { return w.survey() }, headers: []string{`If-Match: "1"`}, ok: []int{200}},
	"survey-publish": {path: "/surveys/{survey}/publish", ok: []int{200}},
	"survey-close":   {path: "/surveys/{survey}/close", ok: []int{200, 409}},
	"survey-reopen":  {path: "/surveys/{survey}/reopen", ok: []int{200, 409}},
	"survey-results": {path: "/surveys/{survey}/results", ok: []int{200}},
	"survey-preview": {path: "/surveys/preview", body: func(w *world) any { return w.survey() }, ok: []int{200}},
	"survey-qr-svg":  {path: "/surveys/{survey}/qr.svg", ok: []int{200}},
	"survey-qr-png":  {path: "/surveys/{survey}/qr.png", ok: []int{200}},

	"rule-list":      {path: "/rules", ok: []int{200}},
	"rule-create":    {path: "/rules", body: (*world).anotherRule, ok: []int{201}},
	"rule-get":       {path: "/rules/{rule}", ok: []int{200}},
	"rule-edit":      {path: "/rules/{rule}", body: func(w *world) any { return w.rule() }, headers: []string{`If-Match: "1"`}, ok: []int{200}},
	"rule-delete":    {path: "/rules/{rule}", ok: []int{204}},
	"rule-test":      {path: "/rules/test", body: func(w *world) any { return object{"rule": w.rule()} }, ok: []int{200}},
	"rule-proposals": {path: "/rules/proposals", ok: []int{200}},

	"case-list":    {path: "/cases", ok: []int{200}},
	"case-create":  {path: "/cases", body: body(object{"title": "New"}), ok: []int{201}},
	"case-get":     {path: "/cases/{case}", ok: []int{200}},
	"case-options": {path: "/case-options", ok: []int{200}},
	"case-edit":    {path: "/cases/{case}", body: body(object{"severity": "low"}), headers: []string{`If-Match: "1"`}, ok: []int{200}},
	"case-note":    {path: "/cases/{case}/notes", body: body(object{"text": "Noted"}), ok: []int{201}},
	"case-move":    {path: "/cases/{case}/state", body: body(object{"state": "open"}), headers: []string{`If-Match: "1"`}, ok: []int{200, 409}},

	"demo-get":  {path: "/demo", ok: []int{200}},
	"demo-make": {path: "/demo", body: body(object{}), ok: []int{409}},

	"events":     {path: "/events", ok: []int{200}, stream: true},
	"job-list":   {path: "/jobs", ok: []int{200}},
	"job-cancel": {path: "/jobs/{job}/cancel", ok: []int{204}},
	"job-retry":  {path: "/jobs/{job}/retry", ok: []int{204, 409}},
}

func (w *world) another() any {
	s := w.signal()
	s["key"] = w.word + "-another"
	return s
}

func (w *world) anotherRule() any {
	r := w.rule()
	r["name"] = "Another"
	return r
}

func (w *world) wish() any { return w.importing() }

// everyones are the verbs that every role may use, and why.
var everyones = map[web.Verb]string{
	web.SignedIn:          "who one is, where one is, and that something changed",
	identity.AccountWrite: "one's own login is everybody's",
}

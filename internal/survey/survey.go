// Package survey designs questionnaires, shows them to respondents and turns their answers into signals.
package survey

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"github.com/touchstone-cx/touchstone/internal/blob"
	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/metric"
	"github.com/touchstone-cx/touchstone/internal/problem"
	"github.com/touchstone-cx/touchstone/internal/signal"
	"github.com/touchstone-cx/touchstone/internal/web"
)

// ID is a survey's id. Respondents never see it: their link holds a random token.
type ID string

// State says whether a survey takes answers.
type State string

// A draft has never been published; an open survey takes answers; a closed one no longer does.
const (
	Draft  State = "draft"
	Open   State = "open"
	Closed State = "closed"
)

// Survey is a questionnaire with its link.
type Survey struct {
	ID         ID          `json:"id"`
	Name       string      `json:"name"`
	State      State       `json:"state" enum:"draft,open,closed"`
	Version    int         `json:"version" doc:"The published version that respondents see; 0 before the first"`
	Token      string      `json:"token" doc:"The random part of the public link"`
	URL        string      `json:"url" doc:"The public link"`
	TouchPoint string      `json:"touch_point,omitempty"`
	Responses  Counts      `json:"responses"`
	Changed    bool        `json:"changed_since_publish" doc:"The draft differs from the published version"`
	CreatedAt  time.Time   `json:"created_at"`
	UpdatedAt  time.Time   `json:"updated_at"`
	Definition *Definition `json:"definition,omitempty" doc:"The draft; absent in lists"`

	edit          int    // counts changes of the draft: its ETag
	hash          string // of the draft
	publishedHash string
}

// Counts is how many people opened a survey and how far they came.
type Counts struct {
	Openings int64 `json:"openings" doc:"How often the page was opened; a person may open it several times"`
	Partial  int64 `json:"partial" doc:"Begun and not sent off"`
	Complete int64 `json:"complete"`
}

// Surveys is the capability. The exported fields are set by app.
type Surveys struct {
	DB      *db.DB
	Log     *signal.Log
	Metrics *metric.Metrics
	People  *identity.Identity
	Blobs   *blob.Store
	Audit   identity.Auditor
	Hub     *web.Hub
	Slog    *slog.Logger
	Public  string // the address of the program, without a slash at its end

	// Answered hears of each complete response that came by a personal link, in the transaction that keeps it; nil hears nothing.
	Answered func(ctx context.Context, tx *db.Tx, org db.Org, about string, id signal.ID) error

	links    links
	versions db.Cache[*Definition]
	openings openings
}

// Create saves a new draft with its link. A request key seen before returns the survey that it made.
func (s *Surveys) Create(ctx context.Context, org db.Org, name string, d *Definition, requestKey string) (sv *Survey, err error) {
	doc, err := s.checked(ctx, org, name, d)
	if err != nil {
		return nil, err
	}
	err = s.DB.Write(ctx, org, func(tx *db.Tx) error {
		if requestKey != "" {
			id, err := findByRequest(ctx, tx, org, requestKey)
			if err != nil {
				return err
			}
			if id != "" {
				sv, err = find(ctx, tx, org, id)
				return err
			}
		}
		sv = &Survey{ID: ID(tx.ID("svy")), Name: name, State: Draft, Token: db.Secret(), edit: 1, hash: hashOf(doc)}
		if err := insert(ctx, tx, org, sv, doc, requestKey); err != nil {
			return err
		}
		if err := s.Audit.Record(ctx, tx, "survey.create", string(sv.ID), map[string]any{"name": name}); err != nil {
			return err
		}
		sv, err = find(ctx, tx, org, sv.ID)
		return err
	})
	return s.told(org, sv, err)
}

// checked applies the rules of a draft and returns its canonical text.
func (s *Surveys) checked(ctx context.Context, org db.Org, name string, d *Definition) (string, error) {
	if err := identity.Name(name, "body.name", 200); err != nil {
		return "", err
	}
	if d.Questions == nil {
		d.Questions = []Question{}
	}
	if err := d.Validate(); err != nil {
		return "", err
	}
	if err := s.checkLogo(ctx, org, d); err != nil {
		return "", err
	}
	return canonical(d)
}

// told completes a survey for its caller and tells the screens that surveys have changed.
func (s *Surveys) told(org db.Org, sv *Survey, err error) (*Survey, error) {
	if err != nil {
		return nil, err
	}
	s.links.drop(sv.Token)
	s.Hub.Publish(string(org), "surveys", map[string]any{"id": sv.ID})
	return s.linked(sv), nil
}

func (s *Surveys) linked(sv *Survey) *Survey {
	sv.URL = s.Public + "/s/" + sv.Token
	return sv
}

// Find returns one survey with its draft, or a not-found problem.
func (s *Surveys) Find(ctx context.Context, org db.Org, id ID) (sv *Survey, err error) {
	err = s.DB.Read(ctx, org, func(tx *db.Tx) error { sv, err = find(ctx, tx, org, id); return err })
	if err != nil {
		return nil, err
	}
	return s.linked(sv), nil
}

// List returns the newest surveys before a cursor.
func (s *Surveys) List(ctx context.Context, org db.Org, before string, limit int) (list []Survey, next string, err error) {
	err = s.DB.Read(ctx, org, func(tx *db.Tx) error { list, err = query(ctx, tx, org, before, limit+1); return err })
	if len(list) > limit {
		list = list[:limit]
		next = string(list[limit-1].ID)
	}
	for i := range list {
		s.linked(&list[i]).Definition = nil
	}
	return list, next, err
}

// Edit replaces the name and the draft, if nobody else changed them since version seen. Respondents see the change once it is
// published. Sending what is there already succeeds whatever was seen: an autosave whose answer was lost comes again.
func (s *Surveys) Edit(ctx context.Context, org db.Org, id ID, seen int, name string, d *Definition) (sv *Survey, err error) {
	doc, err := s.checked(ctx, org, name, d)
	if err != nil {
		return nil, err
	}
	err = s.DB.Write(ctx, org, func(tx *db.Tx) error {
		if sv, err = find(ctx, tx, org, id); err != nil {
			return err
		}
		if sv.Name == name && sv.hash == hashOf(doc) {
			return nil
		}
		if sv.edit != seen {
			return web.Stale()
		}
		if err := updateDraft(ctx, tx, org, id, name, doc); err != nil {
			return err
		}
		sv, err = find(ctx, tx, org, id)
		return err
	})
	return s.told(org, sv, err)
}

// Publish freezes the draft as the next version and opens the survey. seen, unless 0, is the edit that the publisher saw.
func (s *Surveys) Publish(ctx context.Context, org db.Org, id ID, seen int) (sv *Survey, err error) {
	sv, err = s.Find(ctx, org, id)
	if err != nil {
		return nil, err
	}
	metrics, err := s.metricsOf(ctx, org, sv.Definition)
	if err != nil {
		return nil, err
	}
	err = s.DB.Write(ctx, org, func(tx *db.Tx) error {
		if sv, err = find(ctx, tx, org, id); err != nil {
			return err
		}
		if seen != 0 && sv.edit != seen {
			return web.Stale()
		}
		if err := sv.mayPublish(metrics); err != nil {
			return err
		}
		sv, err = s.freeze(ctx, tx, org, id)
		return err
	})
	return s.told(org, sv, err)
}

// metricsOf returns the metrics that a definition scores; unknown ones are missing.
func (s *Surveys) metricsOf(ctx context.Context, org db.Org, d *Definition) (map[string]*metric.Metric, error) {
	known := map[string]*metric.Metric{}
	for i := range d.Questions {
		key, ok := d.Questions[i].Scored()
		if !ok {
			continue
		}
		m, err := s.Metrics.ByKey(ctx, org, key, "")
		if err != nil && problem.KindOf(err) == "" {
			return nil, err
		}
		if err == nil {
			known[key] = m
		}
	}
	return known, nil
}

// mayPublish refuses a closed survey, an unchanged one, and a draft with gaps.
func (sv *Survey) mayPublish(metrics map[string]*metric.Metric) error {
	if sv.State == Closed {
		return problem.New(problem.Conflict, "survey_closed", "This survey is closed. Reopen it before publishing.")
	}
	if sv.Version > 0 && !sv.Changed {
		return problem.New(problem.Conflict, "nothing_to_publish", "Version %d is published already, and nothing has changed since.", sv.Version).
			With(problem.Args{"version": sv.Version})
	}
	found := sv.Definition.gaps()
	for i := range sv.Definition.Questions {
		q := &sv.Definition.Questions[i]
		key, ok := q.Scored()
		if !ok {
			continue
		}
		low, high := q.Scale()
		place := fmt.Sprintf("definition.questions[%d].metric", i)
		switch m := metrics[key]; {
		case m == nil:
			found = append(found, problem.Field{Location: place, Message: fmt.Sprintf("There is no metric %q.", key)})
		case q.Kind == Number:
			found = append(found, q.beyond(m, place)...)
		case m.Min != float64(low) || m.Max != float64(high):
			found = append(found, problem.Field{Location: place, Message: fmt.Sprintf(
				"%s goes from %g to %g; question %d is answered from %d to %d.", m.Name, m.Min, m.Max, i+1, low, high)})
		}
	}
	if len(found) == 0 {
		return nil
	}
	p := problem.New(problem.Invalid, "survey_incomplete", "%s", found[0].Message)
	p.Fields = found
	return p
}

// Close ends the taking of answers; the link says so.
func (s *Surveys) Close(ctx context.Context, org db.Org, id ID) (*Survey, error) {
	return s.move(ctx, org, id, Open, Closed, "survey.close",
		problem.New(problem.Conflict, "survey_not_open", "Only an open survey can be closed."))
}

// Reopen takes answers again, with the version that was published last.
func (s *Surveys) Reopen(ctx context.Context, org db.Org, id ID) (*Survey, error) {
	return s.move(ctx, org, id, Closed, Open, "survey.reopen",
		problem.New(problem.Conflict, "survey_not_closed", "Only a closed survey can be reopened."))
}

func (s *Surveys) move(ctx context.Context, org db.Org, id ID, from, to State, verb string, refusal error) (sv *Survey, err error) {
	err = s.DB.Write(ctx, org, func(tx *db.Tx) error {
		if sv, err = find(ctx, tx, org, id); err != nil {
			return err
		}
		if sv.State != from {
			return refusal
		}
		if err := setState(ctx, tx, org, id, to); err != nil {
			return err
		}
		sv.State = to
		return s.Audit.Record(ctx, tx, verb, string(id), map[string]any{"name": sv.Name})
	})
	return s.told(org, sv, err)
}

func noSurvey(id ID) error {
	return problem.New(problem.NotFound, "survey_unknown", "There is no survey %s.", brief(string(id)))
}

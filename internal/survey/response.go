package survey

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/problem"
	"github.com/touchstone-cx/touchstone/internal/signal"
)

// ResponseID is a response's id, and the key of its signal.
type ResponseID string

// Response is one set of answers to one version.
type Response struct {
	ID        ResponseID
	Survey    ID
	Version   int
	Complete  bool
	Language  string
	Agent     string // the class of device, nothing finer: a quality flag
	Answers   Answers
	Signal    signal.ID // once it has become one
	StartedAt time.Time // when the first answer came
	UpdatedAt time.Time
	Lapsed    bool
}

// submission is what one served page sent: everything answered on it so far, or at its end.
type submission struct {
	org      db.Org
	survey   ID
	version  int
	def      *Definition
	nonce    string
	agent    string
	answers  Answers
	complete bool
	language string // of the page that was answered
}

// errNotOpen is why a submission that raced against closing is refused.
var errNotOpen = problem.New(problem.Conflict, "survey_closed", "This survey is closed.")

// take keeps a submission. Whatever one page sends is one response; a complete one becomes a signal in the same transaction
// and isn't changed by what comes later.
func (s *Surveys) take(ctx context.Context, sub *submission) error {
	ctx = identity.System(ctx, sub.org, "survey")
	masker, err := s.Log.Masker(ctx, sub.org)
	if err != nil {
		return err
	}
	var entry *signal.Entry
	if sub.complete {
		in, _ := heard(sub.def, sub.answers, s.DB.Now())
		in.Language = sub.language
		if entry, err = s.Log.Check(ctx, sub.org, in); err != nil {
			return fmt.Errorf("answers to %s: %w", sub.survey, err)
		}
	}
	kept := sub.answers.masked(sub.def, masker)
	return s.DB.WriteShared(ctx, sub.org, func(tx *db.Tx) error {
		state, _, err := standing(ctx, tx, sub.org, sub.survey)
		if err != nil {
			return err
		}
		if state != Open {
			return errNotOpen
		}
		r, err := byNonce(ctx, tx, sub.org, sub.survey, sub.nonce)
		if err != nil {
			return err
		}
		fresh := r == nil
		if fresh {
			if !sub.complete && len(sub.answers) == 0 {
				return nil // nothing answered yet: no response
			}
			r = &Response{ID: ResponseID(tx.ID("rsp")), Survey: sub.survey, StartedAt: tx.Now, Agent: sub.agent}
		} else if r.Complete {
			return nil
		}
		r.Version, r.Language, r.Answers = sub.version, sub.language, kept
		r.Complete, r.Lapsed, r.UpdatedAt = sub.complete, false, tx.Now
		if sub.complete {
			who, err := personalOf(ctx, tx, sub.org, sub.survey, sub.nonce)
			if err != nil {
				return err
			}
			if who != nil {
				who.own(entry)
			}
			if err := s.settle(ctx, tx, sub.org, r, entry); err != nil {
				return err
			}
			if who != nil && s.Answered != nil {
				if err := s.Answered(ctx, tx, sub.org, who.About, r.Signal); err != nil {
					return err
				}
			}
		}
		tx.AfterCommit(func() { s.Hub.Publish(string(sub.org), "surveys", map[string]any{"id": sub.survey}) })
		if fresh {
			return insertResponse(ctx, tx, sub.org, r, sub.nonce)
		}
		return updateResponse(ctx, tx, sub.org, r)
	})
}

// settle makes a response's signal, or corrects the one it has become already.
func (s *Surveys) settle(ctx context.Context, tx *db.Tx, org db.Org, r *Response, e *signal.Entry) error {
	e.Key = string(r.ID)
	if r.Signal != "" {
		err := s.Log.CorrectIn(ctx, tx, org, r.Signal, e)
		if problem.KindOf(err) != problem.NotFound {
			return err
		}
		// It was erased since. What the respondent sends now is new.
	}
	out, err := s.Log.Record(ctx, tx, org, []*signal.Entry{e})
	if err != nil {
		return err
	}
	if out[0].Err != nil {
		return out[0].Err
	}
	r.Signal = out[0].ID
	return nil
}

const responseColumns = `id, survey, version, state, language, agent, answers, signal, started_at, updated_at, lapsed_at`

func byNonce(ctx context.Context, tx *db.Tx, org db.Org, survey ID, nonce string) (*Response, error) {
	r, err := scanResponse(tx.QueryRow(ctx, `select `+responseColumns+` from response where org = $1 and survey = $2 and nonce = $3`,
		org, string(survey), nonce))
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return r, err
}

func findResponse(ctx context.Context, tx *db.Tx, org db.Org, id ResponseID) (*Response, error) {
	return scanResponse(tx.QueryRow(ctx, `select `+responseColumns+` from response where org = $1 and id = $2`, org, string(id)))
}

func scanResponse(row db.Scanner) (*Response, error) {
	r := &Response{}
	var state, answers string
	var sig sql.NullString
	var started, updated int64
	var lapsed sql.NullInt64
	err := row.Scan(&r.ID, &r.Survey, &r.Version, &state, &r.Language, &r.Agent, &answers, &sig, &started, &updated, &lapsed)
	if err != nil {
		return nil, err
	}
	r.Complete, r.Signal, r.Lapsed = state == "complete", signal.ID(sig.String), lapsed.Valid
	r.StartedAt, r.UpdatedAt = db.Micros(started), db.Micros(updated)
	return r, json.Unmarshal([]byte(answers), &r.Answers)
}

func insertResponse(ctx context.Context, tx *db.Tx, org db.Org, r *Response, nonce string) error {
	answers, state, completed, err := r.stored()
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `insert into response (org, id, survey, version, nonce, state, language, agent, answers, signal, started_at,
		updated_at, completed_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
		org, string(r.ID), string(r.Survey), r.Version, nonce, state, r.Language, r.Agent, answers, db.NullText(r.Signal),
		r.StartedAt.UnixMicro(), r.UpdatedAt.UnixMicro(), completed)
	return err
}

func updateResponse(ctx context.Context, tx *db.Tx, org db.Org, r *Response) error {
	answers, state, completed, err := r.stored()
	if err != nil {
		return err
	}
	var lapsed any
	if r.Lapsed {
		lapsed = tx.Micros()
	}
	_, err = tx.Exec(ctx, `update response set version = $1, state = $2, language = $3, answers = $4, signal = $5, updated_at = $6,
		completed_at = $7, lapsed_at = $8 where org = $9 and id = $10`, r.Version, state, r.Language, answers, db.NullText(r.Signal),
		r.UpdatedAt.UnixMicro(), completed, lapsed, org, string(r.ID))
	return err
}

func (r *Response) stored() (answers, state string, completed any, err error) {
	b, err := json.Marshal(r.Answers)
	if r.Complete {
		return string(b), "complete", r.UpdatedAt.UnixMicro(), err
	}
	return string(b), "partial", nil, err
}

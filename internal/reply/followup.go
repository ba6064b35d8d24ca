package reply

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"strconv"
	"strings"

	"github.com/touchstone-cx/touchstone/internal/casework"
	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/jobs"
	"github.com/touchstone-cx/touchstone/internal/mail"
	"github.com/touchstone-cx/touchstone/internal/problem"
	"github.com/touchstone-cx/touchstone/internal/signal"
	"github.com/touchstone-cx/touchstone/internal/web"
)

// FollowUp says whether and how customers are asked again after their case is closed.
type FollowUp struct {
	On      bool   `json:"on"`
	Days    int    `json:"days" minimum:"0" maximum:"90" doc:"After closing"`
	Survey  string `json:"survey" maxLength:"60" doc:"Id of a published survey"`
	Subject string `json:"subject" maxLength:"200"`
	Text    string `json:"text" maxLength:"20000" doc:"May hold fields such as {{customer.name}}; the link is added below"`
	Version int    `json:"version"`
}

// usualFollowUp is what stands in the form before anybody has saved one.
var usualFollowUp = FollowUp{Days: 7, Subject: "Is {{case.ref}} put right?",
	Text: "Hello,\n\nlast week we closed your request {{case.ref}}. Did we put it right? A few taps tell us.\n\n{{organisation}}"}

const (
	askJob      = "followup.ask"
	answeredJob = "followup.answered"
)

type askArgs struct {
	Case   casework.ID
	Closed int64 // the closing that it follows
}

type answeredArgs struct {
	Case   casework.ID
	Signal signal.ID
}

func (r *Replies) followHandlers(q *jobs.Queue) {
	q.Handle(askJob, r.askAgain)
	q.Handle(answeredJob, r.compare)
}

// FollowUp returns the setting.
func (r *Replies) FollowUp(ctx context.Context, org db.Org) (f *FollowUp, err error) {
	err = r.DB.Read(ctx, org, func(tx *db.Tx) error { f, err = findFollowUp(ctx, tx, org); return err })
	return f, err
}

func findFollowUp(ctx context.Context, tx *db.Tx, org db.Org) (*FollowUp, error) {
	f := usualFollowUp
	var doc string
	var version int
	err := tx.QueryRow(ctx, `select doc, version from follow_up_setting where org = $1`, org).Scan(&doc, &version)
	if errors.Is(err, sql.ErrNoRows) {
		return &f, nil
	}
	if err == nil {
		err = json.Unmarshal([]byte(doc), &f)
	}
	f.Version = version
	return &f, err
}

// SetFollowUp replaces the setting. version is the one the editor saw.
func (r *Replies) SetFollowUp(ctx context.Context, org db.Org, version int, f FollowUp) (*FollowUp, error) {
	if f.Days < 0 || f.Days > 90 {
		return nil, problem.At("body.days", "days_range", "Ask 0 to 90 days after closing.")
	}
	in := TemplateInput{Name: "x", Language: "en", Subject: f.Subject, Body: f.Text}
	if err := in.Validate(); err != nil {
		if p, ok := problem.As(err); ok && len(p.Fields) > 0 && p.Fields[0].Location == "body.body" {
			p.Fields[0].Location = "body.text"
		}
		return nil, err
	}
	if f.On && f.Survey == "" {
		return nil, problem.At("body.survey", "survey_needed", "Choose the survey that customers are asked with.")
	}
	err := r.DB.Write(ctx, org, func(tx *db.Tx) error {
		now, err := findFollowUp(ctx, tx, org)
		if err != nil {
			return err
		}
		if now.Version != version {
			return web.Stale()
		}
		if f.On {
			if err := r.checkSurvey(ctx, tx, org, f.Survey); err != nil {
				return err
			}
		}
		f.Version = version + 1
		doc, err := json.Marshal(f)
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `insert into follow_up_setting (org, doc, version) values ($1, $2, $3)
			on conflict (org) do update set doc = excluded.doc, version = excluded.version`, org, string(doc), f.Version); err != nil {
			return err
		}
		return r.Audit.Record(ctx, tx, "follow_up.edit", "", map[string]any{"on": f.On, "days": f.Days, "survey": f.Survey})
	})
	return &f, err
}

func (r *Replies) checkSurvey(ctx context.Context, tx *db.Tx, org db.Org, id string) error {
	var state string
	err := tx.QueryRow(ctx, `select state from survey where org = $1 and id = $2`, org, id).Scan(&state)
	if errors.Is(err, sql.ErrNoRows) {
		return problem.At("body.survey", "survey_unknown", "There is no survey %.60q.", id)
	}
	if err == nil && state != "open" {
		return problem.At("body.survey", "survey_not_open", "Publish the survey first: it takes no answers.")
	}
	return err
}

// Ended plans to ask a customer again whose case was just closed, in the transaction that closes it.
func (r *Replies) Ended(ctx context.Context, tx *db.Tx, org db.Org, k *casework.Case) error {
	if k.Customer == nil || k.ClosedAt == nil {
		return nil
	}
	f, err := findFollowUp(ctx, tx, org)
	if err != nil || !f.On {
		return err
	}
	closed := k.ClosedAt.UnixMicro()
	_, err = r.Jobs.Enqueue(ctx, tx, askJob, askArgs{k.ID, closed}, jobs.Unique(string(k.ID)+"/"+strconv.FormatInt(closed, 36)),
		jobs.RunAt(k.ClosedAt.AddDate(0, 0, f.Days)))
	return err
}

// askAgain asks once, unless the case was opened again, or the customer doesn't want to be asked.
func (r *Replies) askAgain(ctx context.Context, j *jobs.Job) error {
	var args askArgs
	if err := j.Decode(&args); err != nil {
		return err
	}
	ctx = identity.System(ctx, j.Org, "follow-up")
	return r.DB.Write(ctx, j.Org, func(tx *db.Tx) error {
		if err := r.ask1(ctx, tx, j.Org, args); err != nil {
			return err
		}
		return j.Complete(ctx, tx)
	})
}

func (r *Replies) ask1(ctx context.Context, tx *db.Tx, org db.Org, args askArgs) error {
	f, err := findFollowUp(ctx, tx, org)
	if err != nil || !f.On {
		return err
	}
	k, err := r.Cases.Seen(ctx, tx, org, args.Case)
	if casework.IsUnknown(err) {
		return nil
	}
	if err != nil {
		return err
	}
	if k.State != casework.Closed || k.ClosedAt == nil || k.ClosedAt.UnixMicro() != args.Closed || k.Customer == nil {
		return nil
	}
	why, err := r.unwanted(ctx, tx, org, k)
	if err != nil {
		return err
	}
	state := "asked"
	if why != "" {
		state = "skipped"
	}
	n, err := db.Affected(tx.Exec(ctx, `insert into follow_up (org, case_id, state, reason, asked_at) values ($1, $2, $3, $4, $5) on conflict do nothing`,
		org, k.ID, state, why, tx.Micros()))
	if err != nil || n == 0 {
		return err // asked after an earlier closing
	}
	if why == "" {
		if err := r.sendAgain(ctx, tx, org, k, f); err != nil {
			return err
		}
	}
	return r.Cases.Told(ctx, tx, org, k.ID, casework.Event{Kind: casework.FollowedUp, To: state, Text: why})
}

// unwanted says why a customer isn't asked; "" where they may be.
func (r *Replies) unwanted(ctx context.Context, tx *db.Tx, org db.Org, k *casework.Case) (string, error) {
	if k.Customer.Email == "" {
		return "The customer has no e-mail address here.", nil
	}
	if r.MaySurvey == nil {
		return "", nil
	}
	err := r.MaySurvey(ctx, tx, org, k.Customer.ID)
	if p, ok := problem.As(err); ok {
		return p.Message, nil
	}
	return "", err
}

func (r *Replies) sendAgain(ctx context.Context, tx *db.Tx, org db.Org, k *casework.Case, f *FollowUp) error {
	path, err := r.Invite(ctx, tx, org, f.Survey, k)
	if err != nil {
		return err
	}
	values, err := r.values(ctx, tx, org, k)
	if err != nil {
		return err
	}
	// Nobody is there to fill a hole by hand: what isn't known reads as little as possible.
	for _, name := range Fields {
		if values[name] == "" {
			values[name] = "–"
		}
	}
	subject, err := fill(f.Subject, values, "body.subject")
	if err != nil {
		return err
	}
	text, err := fill(f.Text, values, "body.text")
	if err != nil {
		return err
	}
	from, err := r.senderOf(ctx, tx, org, k.UnitID())
	if err != nil {
		return err
	}
	p := mail.Page{Title: subject, Lines: strings.Split(text, "\n\n"), Action: "→", Link: r.Public + path}
	_, err = r.Mail.Queue(ctx, tx, org, mail.Message{To: mail.Address{Name: oneLine(k.Customer.Name), Email: k.Customer.Email}, FromName: from.Name,
		ReplyTo: from.ReplyTo, Subject: subject, Text: text + "\n\n" + r.Public + path + "\n", HTML: p.HTML(), Key: "followup/" + string(k.ID),
		About: string(k.ID), Private: true})
	return err
}

// Answered hears that a personal link about a case was answered, in the transaction that keeps the answers.
func (r *Replies) Answered(ctx context.Context, tx *db.Tx, org db.Org, about string, id signal.ID) error {
	_, err := r.Jobs.Enqueue(ctx, tx, answeredJob, answeredArgs{casework.ID(about), id}, jobs.Unique(string(id)))
	return err
}

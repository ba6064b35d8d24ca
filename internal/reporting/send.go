package reporting

import (
	"context"
	"errors"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/touchstone-cx/touchstone/internal/dashboard"
	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/jobs"
	"github.com/touchstone-cx/touchstone/internal/mail"
	"github.com/touchstone-cx/touchstone/internal/problem"
)

const (
	tickJob = "reporting.tick"
	sendJob = "reporting.send"
)

// Handlers registers the background work.
func (r *Reports) Handlers(q *jobs.Queue) {
	q.Handle(tickJob, r.tick)
	q.Every(tickJob, jobs.Interval(time.Minute), tickJob)
	q.Handle(sendJob, r.send)
	q.Limit("reports", 1)
}

// tick begins the reports whose time has come. Times missed while the server was down are one.
func (r *Reports) tick(ctx context.Context, _ *jobs.Job) error {
	all, err := r.People.Organisations(ctx)
	if err != nil {
		return err
	}
	for _, o := range all {
		zone := o.Location()
		err := r.DB.Write(ctx, o.ID, func(tx *db.Tx) error {
			ids, err := due(ctx, tx, o.ID)
			if err != nil {
				return err
			}
			for _, id := range ids {
				p, err := find(ctx, tx, o.ID, id)
				if err != nil {
					return err
				}
				p.plan(tx.Now, zone)
				if err := setNext(ctx, tx, o.ID, p); err != nil {
					return err
				}
				if err := r.enqueue(ctx, tx, sendArgs{Report: id, Run: RunID(tx.ID("run"))}); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

type sendArgs struct {
	Report ID
	Run    RunID
	Only   string // one address, for "send me one now"
	Asked  string
}

func (r *Reports) enqueue(ctx context.Context, tx *db.Tx, a sendArgs) error {
	_, err := r.Jobs.Enqueue(ctx, tx, sendJob, a, jobs.InQueue("reports"), jobs.MaxAttempts(5))
	return err
}

// Now sends a report to its caller alone, at once.
func (r *Reports) Now(ctx context.Context, org db.Org, id ID) error {
	c := identity.From(ctx)
	if _, err := r.Find(ctx, org, id); err != nil {
		return err
	}
	if c.Kind != identity.ByUser {
		return problem.New(problem.Conflict, "people_only", "A token has no e-mail address to send a report to.")
	}
	members, err := r.People.Members(ctx, org)
	if err != nil {
		return err
	}
	for _, m := range members {
		if string(m.ID) != c.ID {
			continue
		}
		return r.DB.Write(ctx, org, func(tx *db.Tx) error {
			return r.enqueue(ctx, tx, sendArgs{Report: id, Run: RunID(tx.ID("run")), Only: m.Email, Asked: c.Name})
		})
	}
	return unknown()
}

// send makes a report as its maker and queues its mails; the job and all of that commit together.
func (r *Reports) send(ctx context.Context, j *jobs.Job) error {
	var a sendArgs
	if err := j.Decode(&a); err != nil {
		return err
	}
	var p *Report
	if err := r.DB.Read(ctx, j.Org, func(tx *db.Tx) (err error) { p, err = find(ctx, tx, j.Org, a.Report); return err }); err != nil {
		return err // deleted meanwhile: then there is nothing to send
	}
	u := &Run{ID: a.Run, Asked: a.Asked, report: p.ID}
	doc, pdf, err := r.make(ctx, j.Org, p)
	if err != nil {
		told, ok := problem.As(err)
		if !ok && j.Attempt < j.MaxAttempts {
			return err
		}
		if u.Error = "Something went wrong on our side."; ok {
			u.Error = told.Message
		}
	}
	u.Bytes = int64(len(pdf))
	failed := r.DB.Write(ctx, j.Org, func(tx *db.Tx) error {
		r.tell(tx, j.Org)
		list, err := tokens(ctx, tx, j.Org, p.ID)
		if err != nil {
			return err
		}
		if a.Only != "" {
			list = map[string]string{a.Only: list[strings.ToLower(a.Only)]}
		}
		if u.Error == "" {
			u.mails = int64(len(list))
		}
		fresh, err := insertRun(ctx, tx, j.Org, u)
		if err != nil {
			return err
		}
		if fresh && u.Error == "" {
			for email, token := range list {
				if _, err := r.Mail.Queue(ctx, tx, j.Org, r.message(j.Org, p, u, doc, pdf, email, token)); err != nil {
					return err
				}
			}
		}
		// Who asks for one now sees what becomes of it; only that it failed is worth a word.
		if fresh && r.Ended != nil && p.caller.Kind == identity.ByUser && (a.Only == "" || u.Error != "") {
			if err := r.Ended(identity.System(ctx, j.Org, "report"), tx, j.Org, p, u, identity.UserID(p.caller.ID)); err != nil {
				return err
			}
		}
		return j.Complete(ctx, tx)
	})
	if err != nil && u.Error == "" {
		return err
	}
	if u.Error != "" {
		r.Slog.WarnContext(ctx, "a report wasn't made", "report", p.ID, "error", err)
	}
	return failed
}

// PDF makes a report as its caller would get it now.
func (r *Reports) PDF(ctx context.Context, org db.Org, id ID) (*Report, []byte, error) {
	p, err := r.Find(ctx, org, id)
	if err != nil {
		return nil, nil, err
	}
	_, pdf, err := r.make(ctx, org, p)
	return p, pdf, err
}

// make asks for the figures as the report's maker, and draws them.
func (r *Reports) make(ctx context.Context, org db.Org, p *Report) (*document, []byte, error) {
	as, err := r.People.Acting(ctx, p.caller, identity.ReportWrite)
	if err != nil {
		return nil, nil, err
	}
	o, err := r.People.Organisation(as, org)
	if err != nil {
		return nil, nil, err
	}
	d := &document{title: p.Name, organisation: o.Name, made: r.DB.Now().In(o.Location()), by: p.caller.Name, language: o.Language}
	if p.What == "view" {
		err = r.ofView(as, org, p, d)
	} else {
		err = r.ofBoard(as, org, p, d)
	}
	if err != nil {
		if problem.KindOf(err) == problem.NotFound {
			err = errors.Join(problem.New(problem.NotFound, "item_gone", "What this report shows was deleted, or is no longer shared with %s.", p.caller.Name), err)
		}
		return nil, nil, err
	}
	pdf, err := d.draw()
	return d, pdf, err
}

func (r *Reports) ofView(ctx context.Context, org db.Org, p *Report, d *document) error {
	v, err := r.Boards.View(ctx, org, dashboard.ViewID(p.Item))
	if err != nil {
		return err
	}
	answers, err := r.Boards.Ask(ctx, org, []dashboard.Spec{v.Spec})
	if err != nil {
		return err
	}
	d.link, d.about, d.where = r.Public+"/explorer?"+address(&v.Spec, p.Item), v.Description, v.Spec.Where
	d.parts = []part{{title: v.Name, spec: &v.Spec, answer: &answers[0]}}
	return nil
}

// address is a definition as the Explorer's address has it, with the saved view it is of.
func address(s *dashboard.Spec, view string) string {
	q := url.Values{"view": {view}, "metric": s.Metrics, "by": s.By, "where": s.Where, "shape": {string(s.Shape)}}
	if len(s.By) == 0 {
		q["by"] = []string{"none"}
	}
	set := func(key, value string) {
		if value != "" {
			q.Set(key, value)
		}
	}
	set("from", s.Period.From)
	if s.Period.Preset != dashboard.Standing {
		set("from", string(s.Period.Preset))
	}
	set("to", s.Period.To)
	if s.Against.Kind != "previous" {
		set("against", s.Against.Kind)
	}
	set("against_from", s.Against.From)
	set("against_to", s.Against.To)
	if s.Order != "lowest" {
		set("order", s.Order)
	}
	if s.Top > 0 {
		q.Set("top", strconv.Itoa(s.Top))
	}
	return q.Encode()
}

func (r *Reports) ofBoard(ctx context.Context, org db.Org, p *Report, d *document) error {
	b, err := r.Boards.Dashboard(ctx, org, dashboard.ID(p.Item))
	if err != nil {
		return err
	}
	told, err := r.Boards.Tell(ctx, org, b)
	if err != nil {
		return err
	}
	d.link, d.about, d.where = r.Public+"/dashboards/"+p.Item, b.Description, b.Where
	for _, t := range told {
		d.parts = append(d.parts, part{title: t.Tile.Title, note: t.Tile.Text, gone: t.Tile.Gone, spec: t.Tile.Spec, answer: t.Answer})
	}
	return nil
}

// message is one recipient's mail.
func (r *Reports) message(org db.Org, p *Report, u *Run, d *document, pdf []byte, email, token string) mail.Message {
	page := mail.Page{Language: "en", Title: p.Name, Lines: d.summary(), Action: "Open it in Touchstone", Link: d.link,
		Foot: []string{"You get this because " + p.caller.Name + " sends it to you " + p.Schedule.words() + "."}}
	m := mail.Message{To: mail.Address{Email: email}, Subject: p.Name + ", " + d.made.Format("2 January 2006"), Key: string(u.ID) + " " + email, About: string(u.ID),
		Files: []mail.File{{Name: fileName(p.Name, d.made), Type: "application/pdf", Data: pdf}}}
	if token != "" {
		m.Unsubscribe = r.Public + "/api/v1/report-stop?token=" + string(org) + "~" + token
		page.Foot = append(page.Foot, "To stop it: "+m.Unsubscribe)
	}
	m.Text, m.HTML = page.Text(), page.HTML()
	return m
}

func (s Schedule) words() string {
	switch s.Every {
	case "week":
		return "every week"
	case "month":
		return "every month"
	}
	return "every day"
}

func fileName(name string, at time.Time) string {
	safe := strings.Map(func(r rune) rune {
		if strings.ContainsRune(`/\:*?"<>|`, r) || r < ' ' {
			return '-'
		}
		return r
	}, name)
	return safe + " " + at.Format(time.DateOnly) + ".pdf"
}

// Package reply answers customers: by e-mail from a case, on a page where they see how their matter stands, and by asking them
// again once it is closed.
package reply

import (
	"context"
	"encoding/json"
	"log/slog"
	"strings"
	"time"

	"github.com/touchstone-cx/touchstone/internal/blob"
	"github.com/touchstone-cx/touchstone/internal/casework"
	"github.com/touchstone-cx/touchstone/internal/customer"
	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/jobs"
	"github.com/touchstone-cx/touchstone/internal/mail"
	"github.com/touchstone-cx/touchstone/internal/metric"
	"github.com/touchstone-cx/touchstone/internal/notify"
	"github.com/touchstone-cx/touchstone/internal/problem"
	"github.com/touchstone-cx/touchstone/internal/signal"
	"github.com/touchstone-cx/touchstone/internal/web"
)

// ID is a reply's id.
type ID string

// State is what became of a reply.
type State string

// The closed list of states. From the moment it has left here, it is the message's.
const (
	Waiting State = "waiting" // for a moment, in which it can be taken back
	Undone  State = "undone"
	Queued  State = State(mail.Queued)
	Sent    State = State(mail.Sent)
	Failed  State = State(mail.Failed)
	Held    State = State(mail.Held) // no mail server is set up
)

// handed is how a reply is stored once it is a message.
const handed State = "handed"

// grace is how long a reply can be taken back: the ten seconds that screens offer, and the way there and back.
const grace = 12 * time.Second

// Limits of what is sent.
const (
	maxSubject = 200
	maxBody    = 20_000
	maxFiles   = 10
	maxBytes   = 10 << 20 // of all files together
)

// Reply is one answer to a customer.
type Reply struct {
	ID        ID              `json:"id"`
	Case      casework.ID     `json:"case"`
	Author    casework.Person `json:"author"`
	To        mail.Address    `json:"to"`
	Subject   string          `json:"subject"`
	Text      string          `json:"text"`
	Files     []File          `json:"files"`
	State     State           `json:"state" enum:"waiting,undone,queued,sent,failed,held"`
	Error     string          `json:"error,omitempty" doc:"Why it hasn't left"`
	SendAt    time.Time       `json:"send_at" doc:"Until then it can be taken back"`
	CreatedAt time.Time       `json:"created_at"`

	files   []stored
	message mail.ID
}

// Input is what somebody writes to a customer.
type Input struct {
	To      string      `json:"to,omitempty" maxLength:"254" doc:"Else the customer's address"`
	Subject string      `json:"subject" maxLength:"200"`
	Text    string      `json:"text" maxLength:"20000" doc:"May hold fields such as {{customer.name}}"`
	Files   []FileInput `json:"files,omitempty" maxItems:"10"`
}

// Replies is the capability. All fields are set by app.
type Replies struct {
	DB        *db.DB
	Cases     *casework.Cases
	Customers *customer.Customers
	People    *identity.Identity
	Mail      *mail.Mail
	Notify    *notify.Notify
	Jobs      *jobs.Queue
	Blobs     *blob.Store
	Audit     identity.Auditor
	Hub       *web.Hub
	Public    string // the address people reach the program by, without a slash at its end
	Slog      *slog.Logger

	// MayContact refuses a customer who doesn't want to be written to; nil where nobody keeps such wishes.
	MayContact func(ctx context.Context, tx *db.Tx, org db.Org, id customer.ID) error

	// Promises tells what was promised to a case's customer; nil where nobody keeps that.
	Promises func(ctx context.Context, tx *db.Tx, org db.Org, id casework.ID) ([]Promise, error)

	Log     *signal.Log
	Metrics *metric.Metrics
	// MaySurvey refuses a customer who doesn't want to be asked; nil where nobody keeps such wishes.
	MaySurvey func(ctx context.Context, tx *db.Tx, org db.Org, id customer.ID) error
	// Invite makes a personal link to a survey, about a case, and returns its address within the program.
	Invite func(ctx context.Context, tx *db.Tx, org db.Org, survey string, k *casework.Case) (string, error)

	tries tries
}

const sendJob = "reply.send"

// Handlers registers what happens in the background.
func (r *Replies) Handlers(q *jobs.Queue) {
	q.Handle(sendJob, r.send)
	r.followHandlers(q)
}

type sendArgs struct{ ID ID }

// Send keeps a reply and sends it after a moment in which it can be taken back. The same request key and content again returns
// the reply that the first time made.
func (r *Replies) Send(ctx context.Context, org db.Org, id casework.ID, in Input, key string) (*Reply, error) {
	files, err := r.keep(ctx, in.Files)
	if err != nil {
		return nil, err
	}
	var out *Reply
	err = r.DB.Write(ctx, org, func(tx *db.Tx) error {
		k, err := r.Cases.Seen(ctx, tx, org, id)
		if err != nil {
			return err
		}
		hash := hashOf(in, id)
		if out, err = madeBy(ctx, tx, org, key, hash); err != nil || out != nil {
			return err
		}
		to, err := r.recipient(ctx, tx, org, k, in.To)
		if err != nil {
			return err
		}
		values, err := r.values(ctx, tx, org, k)
		if err != nil {
			return err
		}
		me := identity.From(ctx)
		out = &Reply{ID: ID(tx.ID("rpl")), Case: id, Author: casework.Person{ID: me.ID, Name: me.Name}, To: to, State: Waiting,
			SendAt: tx.Now.Add(grace), CreatedAt: tx.Now, files: files, Files: shown(files)}
		if out.Subject, err = fill(in.Subject, values, "body.subject"); err != nil {
			return err
		}
		if out.Text, err = fill(in.Text, values, "body.text"); err != nil {
			return err
		}
		if err := out.check(); err != nil {
			return err
		}
		if err := insertReply(ctx, tx, org, out, key, hash); err != nil {
			return err
		}
		if _, err := r.Jobs.Enqueue(ctx, tx, sendJob, sendArgs{out.ID}, jobs.Unique(string(out.ID)), jobs.RunAt(out.SendAt)); err != nil {
			return err
		}
		r.changed(tx, org, id)
		return r.Audit.Record(ctx, tx, "reply.send", string(out.ID), map[string]any{"case": k.Ref, "files": len(files)})
	})
	return out, err
}

// check refuses what can't be a message, at its place.
func (p *Reply) check() error {
	m := p.asMessage()
	return m.Validate()
}

func (p *Reply) asMessage() mail.Message {
	return mail.Message{To: p.To, Subject: p.Subject, Text: p.Text}
}

// recipient is whom a reply goes to: the customer, or an address given by hand.
func (r *Replies) recipient(ctx context.Context, tx *db.Tx, org db.Org, k *casework.Case, given string) (to mail.Address, err error) {
	if k.Customer != nil {
		if r.MayContact != nil {
			if err := r.MayContact(ctx, tx, org, k.Customer.ID); err != nil {
				return to, err
			}
		}
		to = mail.Address{Name: oneLine(k.Customer.Name), Email: k.Customer.Email}
	}
	if strings.TrimSpace(given) != "" {
		a, err := mail.ParseAddress("body.to", given)
		if err != nil {
			return to, err
		}
		if !strings.EqualFold(a.Email, to.Email) {
			to = a
		}
	}
	if to.Email == "" {
		return to, problem.At("body.to", "customer_no_email", "The customer has no e-mail address here. Enter one.")
	}
	if _, err := mail.ParseAddress("body.to", to.Email); err != nil {
		return to, err
	}
	return to, nil
}

// Undo takes a reply back, while it waits.
func (r *Replies) Undo(ctx context.Context, org db.Org, id casework.ID, reply ID) (p *Reply, err error) {
	err = r.DB.Write(ctx, org, func(tx *db.Tx) error {
		k, err := r.Cases.Seen(ctx, tx, org, id)
		if err != nil {
			return err
		}
		if p, err = findReply(ctx, tx, org, id, reply); err != nil {
			return err
		}
		if p.State != Waiting {
			return problem.New(problem.Conflict, "reply_gone", "This reply has left already; it can't be taken back any more.")
		}
		p.State = Undone
		if err := settle(ctx, tx, org, reply, Undone, ""); err != nil {
			return err
		}
		r.changed(tx, org, id)
		return r.Audit.Record(ctx, tx, "reply.undo", string(reply), map[string]any{"case": k.Ref})
	})
	return p, err
}

// detail is what a line of the story keeps of a reply.
type detail struct {
	Reply   ID       `json:"reply"`
	To      string   `json:"to"`
	Subject string   `json:"subject"`
	Files   []string `json:"files,omitempty"`
}

// send makes a message of a reply that nobody took back. The story tells it in the same transaction.
func (r *Replies) send(ctx context.Context, j *jobs.Job) error {
	var args sendArgs
	if err := j.Decode(&args); err != nil {
		return err
	}
	var p *Reply
	if err := r.DB.Read(ctx, j.Org, func(tx *db.Tx) (err error) { p, err = anyReply(ctx, tx, j.Org, args.ID); return err }); err != nil {
		return err
	}
	files, err := r.load(p.files)
	if err != nil {
		return err
	}
	page, err := r.pageOf(ctx, j.Org)
	if err != nil {
		return err
	}
	return r.DB.Write(ctx, j.Org, func(tx *db.Tx) error {
		p, err := anyReply(ctx, tx, j.Org, args.ID)
		if err != nil {
			return err
		}
		if p.State != Waiting {
			return j.Complete(ctx, tx)
		}
		if err := r.hand(ctx, tx, j.Org, p, files, page); err != nil {
			return err
		}
		return j.Complete(ctx, tx)
	})
}

// hand queues the message and tells the story, as the one who wrote it.
func (r *Replies) hand(ctx context.Context, tx *db.Tx, org db.Org, p *Reply, files []mail.File, page string) error {
	ctx = identity.With(ctx, identity.Caller{Org: org, Kind: identity.ByUser, ID: p.Author.ID, Name: p.Author.Name, Role: identity.Owner})
	k, err := r.Cases.Seen(ctx, tx, org, p.Case)
	if err != nil {
		return err
	}
	from, err := r.senderOf(ctx, tx, org, k.UnitID())
	if err != nil {
		return err
	}
	before, err := lastMessage(ctx, tx, org, p.Case, p.ID)
	if err != nil {
		return err
	}
	foot, err := r.foot(ctx, tx, org, k, page)
	if err != nil {
		return err
	}
	m := mail.Message{To: p.To, FromName: from.Name, ReplyTo: from.ReplyTo, Subject: p.Subject, Text: p.Text + foot.text(), HTML: letter(p.Text, foot),
		Files: files, Key: "reply/" + string(p.ID), About: string(p.Case), Personal: true, Private: true}
	if before != "" {
		m.Thread = r.Mail.MessageID(before)
	}
	id, err := r.Mail.Queue(ctx, tx, org, m)
	if err != nil {
		return err
	}
	if err := settle(ctx, tx, org, p.ID, handed, id); err != nil {
		return err
	}
	names := []string{}
	for _, f := range p.Files {
		names = append(names, f.Name)
	}
	d, err := json.Marshal(detail{p.ID, p.To.Email, p.Subject, names})
	if err != nil {
		return err
	}
	r.changed(tx, org, p.Case)
	return r.Cases.RepliedIn(ctx, tx, org, p.Case, casework.Event{Kind: casework.Replied, Text: p.Text, Detail: d})
}

// changed tells browsers, after the commit, that a case's replies have changed.
func (r *Replies) changed(tx *db.Tx, org db.Org, id casework.ID) {
	tx.AfterCommit(func() { r.Hub.Publish(string(org), "mail", map[string]string{"about": string(id)}) })
}

// List lists a case's replies, the oldest first, with what became of each message.
func (r *Replies) List(ctx context.Context, org db.Org, id casework.ID) (all []Reply, err error) {
	err = r.DB.Read(ctx, org, func(tx *db.Tx) error {
		if _, err := r.Cases.Seen(ctx, tx, org, id); err != nil {
			return err
		}
		if all, err = listReplies(ctx, tx, org, id); err != nil {
			return err
		}
		sent, err := r.Mail.Of(ctx, tx, org, string(id))
		if err != nil {
			return err
		}
		for i := range all {
			for _, m := range sent {
				if m.ID == all[i].message && m.ID != "" {
					all[i].State, all[i].Error = State(m.State), m.Error
				}
			}
		}
		return nil
	})
	return all, err
}

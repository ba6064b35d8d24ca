package notify

import (
	"context"
	"strconv"
	"time"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/jobs"
	"github.com/touchstone-cx/touchstone/internal/mail"
)

const (
	mailJob   = "notify.mail"
	digestJob = "notify.digest"
	// digestEvery is how often the one digest job looks whose hour has come.
	digestEvery = 5 * time.Minute
	maxInMail   = 50 // notices written out in one e-mail
)

type mailArgs struct{ To identity.UserID }

// Handlers registers the e-mails, and the one job for everybody's digest.
func (n *Notify) Handlers(q *jobs.Queue) {
	q.Handle(mailJob, n.mailNow)
	q.Handle(digestJob, n.digests)
	q.Every(digestJob, jobs.Interval(digestEvery), digestJob)
}

// mailNow sends one person all that waits to be sent at once: a hundred cases given together are one e-mail. What they have
// read in the product meanwhile isn't sent.
func (n *Notify) mailNow(ctx context.Context, j *jobs.Job) error {
	var args mailArgs
	if err := j.Decode(&args); err != nil {
		return err
	}
	return n.DB.Write(ctx, j.Org, func(tx *db.Tx) error {
		if err := n.send(ctx, tx, j.Org, args.To, "soon", tx.Now.Add(time.Microsecond)); err != nil {
			return err
		}
		return j.Complete(ctx, tx)
	})
}

// digests sends everybody whose hour has come what was kept for them until then. What is sent is marked in the same
// transaction, so that neither a restart nor a change of clocks sends it twice.
func (n *Notify) digests(ctx context.Context, _ *jobs.Job) error { return n.Digests(ctx) }

// Digests is what the digest job does, by the clock of the database handle.
func (n *Notify) Digests(ctx context.Context) error {
	orgs, err := n.People.Organisations(ctx)
	if err != nil {
		return err
	}
	for _, o := range orgs {
		var due []identity.UserID
		if err := n.DB.Read(ctx, o.ID, func(tx *db.Tx) (err error) { due, err = waiting(ctx, tx, o.ID); return err }); err != nil {
			return err
		}
		for _, who := range due {
			err := n.DB.Write(ctx, o.ID, func(tx *db.Tx) error {
				w, _, err := n.wishes(ctx, tx, o.ID, who)
				if err != nil {
					return err
				}
				return n.send(ctx, tx, o.ID, who, "digest", w.slot(tx.Now))
			})
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// send queues one e-mail with what a person has not read of what is pending, and marks all of it.
func (n *Notify) send(ctx context.Context, tx *db.Tx, org db.Org, to identity.UserID, mailed string, before time.Time) error {
	items, err := pending(ctx, tx, org, to, mailed, before)
	if err != nil || len(items) == 0 {
		return err
	}
	if err := settle(ctx, tx, org, to, mailed, before); err != nil {
		return err
	}
	unread := items[:0]
	for _, i := range items {
		if i.Read == nil {
			unread = append(unread, i)
		}
	}
	who, err := reader(ctx, tx, org, to)
	if err != nil || who == nil || len(unread) == 0 {
		return err
	}
	key, err := makeSecret(ctx, tx, org)
	if err != nil {
		return err
	}
	kind := unread[0].Kind
	if mailed == "digest" {
		kind = everyDigest
	}
	stop := n.Public + stopPath + sign(key, stopping{org, to, kind})
	p := n.page(unread, mailed == "digest", stop)
	_, err = n.Mail.Queue(ctx, tx, org, mail.Message{
		To: mail.Address{Name: who.Name, Email: who.Email}, Subject: p.Title, Text: p.Text(), HTML: p.HTML(),
		Key: "notice/" + string(unread[0].ID), About: string(to), Unsubscribe: stop,
	})
	return err
}

// page writes an e-mail: one notice by itself, several as a list.
func (n *Notify) page(items []Item, digest bool, stop string) *mail.Page {
	p := &mail.Page{Action: "Open in Touchstone", Link: n.Public + "/notices"}
	first := items[0]
	switch {
	case digest:
		p.Title = "Your day: " + strconv.Itoa(len(items)) + " new"
	case len(items) == 1:
		p.Title = first.Title
		if first.Text != "" {
			p.Lines = []string{first.Text}
		}
		if first.Link != "" {
			p.Link = n.Public + first.Link
		}
	default:
		p.Title = first.Title + " and " + strconv.Itoa(len(items)-1) + " more"
	}
	if digest || len(items) > 1 {
		for _, i := range items[:min(len(items), maxInMail)] {
			l := i.Title
			if i.Text != "" {
				l += "\n" + i.Text
			}
			if i.Link != "" {
				l += "\n" + n.Public + i.Link
			}
			p.Lines = append(p.Lines, l)
		}
		if more := len(items) - maxInMail; more > 0 {
			p.Lines = append(p.Lines, "and "+strconv.Itoa(more)+" more")
		}
	}
	what := "e-mails of this kind"
	if digest {
		what = "this daily summary"
	}
	p.Foot = []string{"You get this because your notification settings in Touchstone say so.", "Stop " + what + ": " + stop}
	return p
}

// Package mail keeps what is to be sent by e-mail and sees to it that it leaves.
//
// A message is stored in the transaction that wants it sent, so that it leaves if and only if that commits. The mail server
// gets it at least once: when the program dies between the server's yes and our noting it, it goes again under the same
// Message-ID, by which readers' programs know it.
package mail

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/jobs"
	"github.com/touchstone-cx/touchstone/internal/problem"
	"github.com/touchstone-cx/touchstone/internal/seal"
	"github.com/touchstone-cx/touchstone/internal/web"
)

// Sender hands one message to the world. A Refused error is for ever; any other is tried again.
type Sender interface {
	Send(ctx context.Context, m *Outgoing) error
}

// Outgoing is a message with what the server adds.
type Outgoing struct {
	Message
	MessageID string // without angle brackets
	Date      time.Time
}

// Refused is a mail server's final no.
type Refused struct{ Err error }

func (r Refused) Error() string { return r.Err.Error() }

// Unwrap gives the server's words.
func (r Refused) Unwrap() error { return r.Err }

// Mail is the capability.
type Mail struct {
	DB     *db.DB
	Jobs   *jobs.Queue
	Sender Sender // nil: no mail server is set up, and messages are held
	Host   string // the right half of Message-IDs
	Hub    *web.Hub
	Slog   *slog.Logger
	Keys   *seal.Key
	// NameOf gives an organisation's name, for the sender.
	NameOf func(ctx context.Context, org db.Org) (string, error)
}

const sendJob = "mail.send"

// attempts spreads over about a day with the queue's backoff.
const attempts = 12

// Ready reports whether a mail server is set up.
func (m *Mail) Ready() bool { return m.Sender != nil }

// Handlers registers the sending. At most two go at once: a slow server must not keep other work waiting.
func (m *Mail) Handlers(q *jobs.Queue) {
	q.Handle(sendJob, m.send)
	q.Limit("mail", 2)
}

// Queue stores a message in the caller's transaction; it leaves after the commit. Where a message with the same Key is stored
// already, that one's id is returned and nothing is added. Without a mail server it is held, and says so.
func (m *Mail) Queue(ctx context.Context, tx *db.Tx, org db.Org, msg Message) (ID, error) {
	if err := msg.Validate(); err != nil {
		return "", err
	}
	if msg.Key != "" {
		if id, err := byKey(ctx, tx, org, msg.Key); err != nil || id != "" {
			return id, err
		}
	}
	id, state := ID(tx.ID("eml")), Queued
	if msg.Private {
		msg.Text, msg.HTML = m.Keys.Seal(msg.Text, string(id)), m.Keys.Seal(msg.HTML, string(id))
	}
	if m.Sender == nil {
		state = Held
	}
	if err := insert(ctx, tx, org, id, state, &msg); err != nil {
		return "", err
	}
	if state == Held {
		return id, nil
	}
	return id, m.enqueue(ctx, tx, id)
}

type sendArgs struct{ ID ID }

func (m *Mail) enqueue(ctx context.Context, tx *db.Tx, id ID) error {
	_, err := m.Jobs.Enqueue(ctx, tx, sendJob, sendArgs{id}, jobs.InQueue("mail"), jobs.Unique(string(id)), jobs.MaxAttempts(attempts))
	return err
}

// MessageID is the id under which a message travels, for Thread.
func (m *Mail) MessageID(id ID) string {
	host := m.Host
	if host == "" {
		host = "touchstone.invalid"
	}
	return string(id) + "@" + host
}

func (m *Mail) send(ctx context.Context, j *jobs.Job) error {
	var args sendArgs
	if err := j.Decode(&args); err != nil {
		return err
	}
	org := db.Org(j.Org)
	var kept *Mailed
	if err := m.DB.Read(ctx, org, func(tx *db.Tx) (err error) { kept, err = find(ctx, tx, org, args.ID); return err }); err != nil {
		return err
	}
	if kept.State != Queued || m.Sender == nil {
		return nil
	}
	out := &Outgoing{Message: kept.message, MessageID: m.MessageID(kept.ID), Date: kept.QueuedAt}
	if err := m.open(kept.ID, &out.Message); err != nil {
		return jobs.Fatal(err)
	}
	if out.FromName == "" {
		name, err := m.NameOf(ctx, org)
		if err != nil {
			return err
		}
		out.FromName = name
	}
	sendErr := m.Sender.Send(ctx, out)
	if sendErr != nil && ctx.Err() != nil {
		return sendErr // cancelled or stopping: nothing is known of the server
	}
	return m.note(ctx, j, org, kept, sendErr)
}

// open unseals what a private message says.
func (m *Mail) open(id ID, msg *Message) (err error) {
	if !msg.Private {
		return nil
	}
	if msg.Text, err = m.Keys.Unseal(msg.Text, string(id)); err == nil {
		msg.HTML, err = m.Keys.Unseal(msg.HTML, string(id))
	}
	return err
}

// note keeps what came of an attempt. The job ends in the same transaction, so that a message that left isn't sent again.
func (m *Mail) note(ctx context.Context, j *jobs.Job, org db.Org, kept *Mailed, sendErr error) error {
	state, words := Sent, ""
	var refused Refused
	if sendErr != nil {
		state, words = Queued, sendErr.Error()
		if errors.As(sendErr, &refused) || j.Attempt >= attempts {
			state = Failed
		}
		m.Slog.Warn("a message didn't leave", "message", kept.ID, "state", state, "error", sendErr)
	}
	err := m.DB.Write(ctx, org, func(tx *db.Tx) error {
		tx.AfterCommit(func() {
			m.Hub.Publish(string(org), "mail", map[string]string{"about": kept.About, "id": string(kept.ID)})
		})
		if err := settle(ctx, tx, org, kept.ID, state, words); err != nil || state == Queued {
			return err
		}
		return j.Complete(ctx, tx)
	})
	if err != nil {
		return err
	}
	if state == Queued {
		return sendErr
	}
	return nil
}

// Of lists the messages that belong to something, the oldest first.
func (m *Mail) Of(ctx context.Context, tx *db.Tx, org db.Org, about string) ([]Mailed, error) {
	return list(ctx, tx, org, about, "", "", 1000, true)
}

// List lists the organisation's messages, newest first, without their texts; state "" is all.
func (m *Mail) List(ctx context.Context, org db.Org, state State, before string, limit int) (out []Mailed, next string, err error) {
	err = m.DB.Read(ctx, org, func(tx *db.Tx) error {
		out, err = list(ctx, tx, org, "", state, before, limit+1, false)
		return err
	})
	if len(out) > limit {
		out = out[:limit]
		next = string(out[limit-1].ID)
	}
	return out, next, err
}

// Retry sends a failed or held message after all.
func (m *Mail) Retry(ctx context.Context, org db.Org, id ID) error {
	return m.DB.Write(ctx, org, func(tx *db.Tx) error {
		kept, err := find(ctx, tx, org, id)
		if err != nil {
			return err
		}
		if m.Sender == nil {
			return problem.New(problem.Conflict, "mail_not_set_up", "No mail server is set up, so nothing can be sent.")
		}
		if kept.State != Failed && kept.State != Held {
			return problem.New(problem.Conflict, "mail_not_waiting", "This message is %s; only a failed or held one can be sent again.", kept.State)
		}
		if err := settle(ctx, tx, org, id, Queued, ""); err != nil {
			return err
		}
		return m.enqueue(ctx, tx, id)
	})
}

package identity

import (
	"context"
	"time"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/jobs"
	"github.com/touchstone-cx/touchstone/internal/mail"
	"github.com/touchstone-cx/touchstone/internal/problem"
)

const (
	resetJob = "identity.password_reset"
	resetFor = time.Hour
)

// AskReset has a link sent by which a forgotten password is replaced. It answers the same, and as fast, whether the address
// has a login or not; whoever asks too often for one address gets no more letters, and isn't told either.
func (i *Identity) AskReset(ctx context.Context, email, network string) error {
	if err := checkEmail(email); err != nil {
		return err
	}
	if wait := i.throttle.waitReset("", network); wait > 0 {
		return tooMany(wait)
	}
	many := i.throttle.waitReset(email, "") > 0
	i.throttle.reset(email, network)
	if many {
		return nil
	}
	return i.DB.System(ctx, func(tx *db.Tx) error {
		_, err := i.Jobs.Enqueue(ctx, tx, resetJob, struct{ Email string }{Fold(email)}, jobs.Unique(Fold(email)), jobs.MaxAttempts(3))
		return err
	})
}

// mailReset writes the letter where there is somebody to write to.
func (i *Identity) mailReset(ctx context.Context, j *jobs.Job) error {
	var ask struct{ Email string }
	if err := j.Decode(&ask); err != nil {
		return err
	}
	u, err := i.userByEmail(ctx, ask.Email)
	if err != nil || u == nil || !u.Active {
		return err
	}
	ms, err := i.memberships(ctx, u.ID)
	if err != nil || len(ms) == 0 {
		return err
	}
	if !i.Mail.Ready() {
		i.Log.WarnContext(ctx, "somebody asked to reset a password, but no mail server is set up", "user", u.ID)
		return nil
	}
	token, org := db.Secret(), home(u, ms)
	page := mail.Page{Title: "A new password", Lines: []string{
		"Somebody, hopefully you, asked for a new password for " + u.Email + " on Touchstone.",
		"This link works once, within one hour."},
		Action: "Set a new password", Link: i.Public + "/reset#" + token,
		Foot: []string{"If it wasn't you, do nothing: your password stays as it is."}}
	return i.DB.Write(ctx, org, func(tx *db.Tx) error {
		if err := insertReset(ctx, tx, u.ID, hashed(token)); err != nil {
			return err
		}
		if _, err := i.Mail.Queue(ctx, tx, org, mail.Message{To: mail.Address{Name: u.Name, Email: u.Email}, Subject: "A new password for Touchstone",
			FromName: "Touchstone", Text: page.Text(), HTML: page.HTML(), Key: "reset:" + hashed(token), About: string(u.ID), Private: true}); err != nil {
			return err
		}
		return i.Audit.Record(ctx, tx, "user.password_reset_asked", string(u.ID), nil)
	})
}

// ResetLink makes such a link for an administrator to hand over, where no mail arrives.
func (i *Identity) ResetLink(ctx context.Context, org db.Org, id UserID) (link string, until time.Time, err error) {
	u, err := i.administered(ctx, org, id)
	if err != nil {
		return "", until, err
	}
	token := db.Secret()
	err = i.DB.Write(ctx, org, func(tx *db.Tx) error {
		until = tx.Now.Add(resetFor)
		if err := insertReset(ctx, tx, id, hashed(token)); err != nil {
			return err
		}
		return i.Audit.Record(ctx, tx, "user.password_reset_link", string(id), map[string]any{"name": u.Name})
	})
	return i.Public + "/reset#" + token, until, err
}

// Reset sets a new password by a link and ends every session. It lets nobody in: the new password does, and the second
// factor where there is one.
func (i *Identity) Reset(ctx context.Context, token, password string) error {
	if err := checkPassword(password); err != nil {
		return err
	}
	hash, err := hashPassword(password)
	if err != nil {
		return err
	}
	var u *User
	err = i.DB.System(ctx, func(tx *db.Tx) error {
		id, err := useReset(ctx, tx, hashed(token))
		if err != nil {
			return err
		}
		if id == "" {
			return problem.New(problem.NotFound, "reset_invalid", "This link was used, has expired or isn't whole. Ask for a new one.")
		}
		if u, err = findUser(ctx, tx, `u.id = $1`, string(id)); err != nil {
			return err
		}
		if err := setPassword(ctx, tx, id, hash); err != nil {
			return err
		}
		return endSessions(ctx, tx, u, "")
	})
	if err != nil {
		return err
	}
	i.throttle.succeeded(u.Email)
	return i.noteEverywhere(With(ctx, Caller{Kind: ByUser, ID: string(u.ID), Name: u.Name}), u, "", "user.password_reset", nil)
}

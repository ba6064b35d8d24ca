package app

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/jobs"
	"github.com/touchstone-cx/touchstone/internal/problem"
	"github.com/touchstone-cx/touchstone/internal/web"
)

const (
	onceKept  = 24 * time.Hour  // how long an answer is given again
	onceWaits = 2 * time.Minute // how long an unanswered request is believed to be still running
	onceTidy  = "idempotency.tidy"
)

// once keeps what came of creates. The claim is a commit before the create and the answer one after it: a process that is
// killed between them leaves a claim of which nobody knows what came, and that is what a repeat is told. It is never tried again.
type once struct{ d *db.DB }

func (o *once) Begin(ctx context.Context, c web.Claim) (kept *web.Kept, err error) {
	who := identity.From(ctx)
	err = o.d.Write(ctx, who.Org, func(tx *db.Tx) error {
		kept = nil
		if _, err := tx.Exec(ctx, `delete from idempotency where org = $1 and caller = $2 and key = $3 and created_at < $4`,
			who.Org, who.ID, c.Key, tx.Now.Add(-onceKept).UnixMicro()); err != nil {
			return err
		}
		n, err := db.Affected(tx.Exec(ctx, `insert into idempotency (org, caller, key, operation, body_hash, status, headers, created_at)
			values ($1, $2, $3, $4, $5, 0, '{}', $6) on conflict (org, caller, key) do nothing`,
			who.Org, who.ID, c.Key, c.Operation, c.Body, tx.Micros()))
		if err != nil || n == 1 {
			return err
		}
		kept, err = earlier(ctx, tx, who, c)
		return err
	})
	return kept, err
}

// earlier tells what came of the request that holds a key.
func earlier(ctx context.Context, tx *db.Tx, who identity.Caller, c web.Claim) (*web.Kept, error) {
	k := &web.Kept{}
	var body, headers string
	var response sql.NullString
	var at int64
	err := tx.QueryRow(ctx, `select body_hash, status, headers, response, created_at from idempotency
		where org = $1 and caller = $2 and key = $3`, who.Org, who.ID, c.Key).Scan(&body, &k.Status, &headers, &response, &at)
	switch {
	case err != nil:
		return nil, err
	case body != c.Body:
		return nil, problem.At("header."+web.OnceHeader, "idempotency_key_reused", "This key was sent before with another request.")
	case k.Status == 0 && tx.Now.Sub(db.Micros(at)) > onceWaits:
		return nil, problem.New(problem.Conflict, "outcome_unknown",
			"The first request with this key was never answered. Look whether it was done before you send it with another key.")
	case k.Status == 0:
		return nil, problem.New(problem.Conflict, "still_running", "The first request with this key is still running. Try again in a moment.").
			With(problem.Args{"wait_seconds": 1})
	}
	if response.Valid {
		k.Body = []byte(response.String)
	}
	return k, json.Unmarshal([]byte(headers), &k.Header)
}

func (o *once) End(ctx context.Context, c web.Claim, k *web.Kept) error {
	who := identity.From(ctx)
	return o.d.Write(ctx, who.Org, func(tx *db.Tx) error {
		if k == nil {
			_, err := tx.Exec(ctx, `delete from idempotency where org = $1 and caller = $2 and key = $3 and status = 0`, who.Org, who.ID, c.Key)
			return err
		}
		headers, err := json.Marshal(k.Header)
		if err != nil {
			return err
		}
		var body any
		if k.Body != nil {
			body = string(k.Body)
		}
		_, err = tx.Exec(ctx, `update idempotency set status = $1, headers = $2, response = $3
			where org = $4 and caller = $5 and key = $6 and status = 0`, k.Status, string(headers), body, who.Org, who.ID, c.Key)
		return err
	})
}

// tidyOnce forgets what was kept long enough, in every organisation, every hour.
func (a *App) tidyOnce() {
	a.Jobs.Handle(onceTidy, func(ctx context.Context, _ *jobs.Job) error {
		all, err := a.Identity.Organisations(ctx)
		if err != nil {
			return err
		}
		for _, o := range all {
			err := a.DB.Write(ctx, o.ID, func(tx *db.Tx) error {
				_, err := tx.Exec(ctx, `delete from idempotency where org = $1 and created_at < $2`, o.ID, tx.Now.Add(-onceKept).UnixMicro())
				return err
			})
			if err != nil {
				return fmt.Errorf("tidy kept answers: %w", err)
			}
		}
		return nil
	})
	a.Jobs.Every(onceTidy, jobs.Interval(time.Hour), onceTidy)
}

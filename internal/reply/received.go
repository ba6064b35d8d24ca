package reply

import (
	"context"
	"encoding/json"
	"strings"
	"unicode/utf8"

	"github.com/touchstone-cx/touchstone/internal/casework"
	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/notify"
	"github.com/touchstone-cx/touchstone/internal/problem"
)

// ReceivedInput is what a customer answered, noted by hand.
type ReceivedInput struct {
	Text   string `json:"text" maxLength:"10000"`
	Reopen bool   `json:"reopen,omitempty" doc:"Open the case again if it was resolved or closed"`
}

// Received notes by hand what the customer answered. A case that waited for it goes on.
func (r *Replies) Received(ctx context.Context, org db.Org, id casework.ID, in ReceivedInput, key string) error {
	if strings.TrimSpace(in.Text) == "" {
		return problem.At("body.text", "note_empty", "Write what the customer answered.")
	}
	if utf8.RuneCountInString(in.Text) > 10_000 {
		return problem.At("body.text", "note_too_long", "At most %d characters.", 10_000)
	}
	if err := identity.Clean(in.Text, "body.text"); err != nil {
		return err
	}
	return r.DB.Write(ctx, org, func(tx *db.Tx) error {
		if _, err := r.Cases.Seen(ctx, tx, org, id); err != nil {
			return err
		}
		if key != "" {
			fresh, err := firstTime(ctx, tx, org, id, "k/"+hashText(key))
			if err != nil || !fresh {
				return err
			}
		}
		k, err := r.Cases.HeardIn(ctx, tx, org, id, casework.Event{Kind: casework.Received, Text: in.Text, Detail: json.RawMessage(`{"by":"hand"}`)}, in.Reopen)
		if err != nil {
			return err
		}
		if err := r.tellOwner(ctx, tx, org, k, in.Text); err != nil {
			return err
		}
		return r.Audit.Record(ctx, tx, "case.received", string(id), map[string]any{"ref": k.Ref})
	})
}

func (r *Replies) tellOwner(ctx context.Context, tx *db.Tx, org db.Org, k *casework.Case, text string) error {
	return r.Notify.Tell(ctx, tx, org, notify.Notice{To: identity.UserID(k.Owner.ID), Kind: notify.Answered,
		Title: "The customer answered on " + k.Ref, Text: cut(text, 200), Link: "/inbox/" + string(k.ID)})
}

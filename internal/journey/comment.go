package journey

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/problem"
)

// MapComment is what somebody says about a part of the map.
type MapComment struct {
	ID        string     `json:"id"`
	Part      string     `json:"part,omitempty" doc:"Id of the stage or card; empty is the whole map"`
	Text      string     `json:"text"`
	By        string     `json:"by"`
	At        time.Time  `json:"at"`
	SettledAt *time.Time `json:"settled_at,omitempty"`
	SettledBy string     `json:"settled_by,omitempty"`

	byID string
}

const maxComments = 2000

// Comments lists a journey's, the oldest first.
func (j *Journeys) Comments(ctx context.Context, org db.Org, id ID) (all []MapComment, err error) {
	err = j.DB.Read(ctx, org, func(tx *db.Tx) error {
		if _, err := find(ctx, tx, org, id); err != nil {
			return err
		}
		all, err = comments(ctx, tx, org, id)
		return err
	})
	return all, err
}

// Comment says something about a part.
func (j *Journeys) Comment(ctx context.Context, org db.Org, id ID, part, text string) (c *MapComment, err error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return nil, problem.At("body.text", "text_needed", "Say something.")
	}
	err = j.DB.Write(ctx, org, func(tx *db.Tx) error {
		one, err := find(ctx, tx, org, id)
		if err != nil {
			return err
		}
		if part != "" && one.Map.card(part) < 0 && one.Map.stage(part) < 0 {
			return gone("part")
		}
		all, err := comments(ctx, tx, org, id)
		if err != nil {
			return err
		}
		if len(all) >= maxComments {
			return problem.New(problem.Invalid, "too_many_comments", "A map has at most %d comments.", maxComments)
		}
		by := identity.From(ctx)
		c = &MapComment{ID: tx.ID("jcm"), Part: part, Text: text, By: by.Name, At: tx.Now, byID: by.ID}
		j.tell(tx, org, id)
		return putComment(ctx, tx, org, id, c)
	})
	return c, err
}

// Settle closes a comment, or opens it again.
func (j *Journeys) Settle(ctx context.Context, org db.Org, id ID, comment string, settled bool) (c *MapComment, err error) {
	err = j.DB.Write(ctx, org, func(tx *db.Tx) error {
		all, err := comments(ctx, tx, org, id)
		if err != nil {
			return err
		}
		at := slices.IndexFunc(all, func(c MapComment) bool { return c.ID == comment })
		if at < 0 {
			return problem.New(problem.NotFound, "comment_unknown", "There is no comment %.60q on this map.", comment)
		}
		c = &all[at]
		c.SettledAt, c.SettledBy = nil, ""
		if settled {
			now := tx.Now
			c.SettledAt, c.SettledBy = &now, identity.From(ctx).Name
		}
		j.tell(tx, org, id)
		return putComment(ctx, tx, org, id, c)
	})
	return c, err
}

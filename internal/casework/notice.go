package casework

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
)

// NoticeKind says what somebody is told.
type NoticeKind string

// The closed list of what people are told about cases.
const (
	ToldMention   NoticeKind = "mention"           // a note names them
	ToldAssigned  NoticeKind = "assigned"          // a case is theirs now
	ToldChange    NoticeKind = "change"            // a case they watch went on
	ToldReminder  NoticeKind = "reminder"          // a clock of their case runs out soon
	ToldBreach    NoticeKind = "breach"            // it has run out
	ToldEscalated NoticeKind = "escalated"         // a case is put to them
	ToldPromise   NoticeKind = "commitment_due"    // what they promised is due soon
	ToldBroken    NoticeKind = "commitment_broken" // it was broken
	ToldRule      NoticeKind = "rule"              // a rule of theirs switched itself off
)

// Notice is something to tell people about a case, or about a commitment that has none.
type Notice struct {
	Kind  NoticeKind
	To    []identity.UserID // nobody twice, and never the one who did it
	Case  ID                // empty for a commitment without a case
	Ref   string
	Title string
	By    string    // name of who did it; empty for the program
	Text  string    // a note's words, a commitment's, a clock's kind
	At    time.Time // what it is about: a due time
	Key   string    // the same notice again has the same key
	Rule  RuleID    // where it is about a rule

	Commitment CommitmentID // where it is about a commitment
}

// tell hands a notice on, inside the transaction of what it is about. Whoever did it isn't told.
func (c *Cases) tell(ctx context.Context, tx *db.Tx, k *Case, n Notice) error {
	if c.Notices == nil {
		return nil
	}
	by := identity.From(ctx)
	if by.Kind != identity.BySystem {
		n.By = by.Name
	}
	to := slices.DeleteFunc(slices.Clone(n.To), func(id identity.UserID) bool {
		return id == "" || by.Kind != identity.BySystem && string(id) == by.ID
	})
	slices.Sort(to)
	if n.To = slices.Compact(to); len(n.To) == 0 {
		return nil
	}
	if k != nil {
		n.Case, n.Ref, n.Title = k.ID, k.Ref, k.Title
	}
	return c.Notices(ctx, tx, tx.Org, n)
}

// asDetail writes what a line of the story needs beyond words.
func asDetail(v map[string]any) json.RawMessage {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err) // plain values always marshal
	}
	return b
}

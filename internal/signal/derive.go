package signal

import (
	"context"
	"time"

	"github.com/touchstone-cx/touchstone/internal/db"
)

// derivedKeys begin the keys of signals that the program makes of others.
const derivedKeys = "derived:"

// Derived makes an entry of what the program found out itself, with ids instead of names. key is completed to one that nobody
// else can use, so that finding the same thing twice says it once.
func (l *Log) Derived(at time.Time, kind Kind, key string, c Content) *Entry {
	e := &Entry{Key: derivedKeys + key, At: at.UTC().Truncate(time.Microsecond), Kind: kind, Content: c, in: &Input{}}
	e.hash = fingerprint(e)
	return e
}

// IsDerived reports whether an entry is one of those.
func (e *Logged) IsDerived() bool {
	return len(e.Key) > len(derivedKeys) && e.Key[:len(derivedKeys)] == derivedKeys
}

// Now is a signal as it stands, or a not-found problem.
func (l *Log) Now(ctx context.Context, tx *db.Tx, org db.Org, id ID) (*Logged, error) {
	return current(ctx, tx, org, id)
}

// EraseIn erases signals inside a transaction, those that are gone already aside.
func (l *Log) EraseIn(ctx context.Context, tx *db.Tx, org db.Org, ids ...ID) error {
	var list []*Logged
	for _, id := range ids {
		all, err := history(ctx, tx, org, id)
		if err != nil {
			return err
		}
		if len(all) == 0 || all[len(all)-1].Op == OpErase {
			continue
		}
		now := all[len(all)-1]
		now.First, now.Key = all[0].Seq, all[0].Key
		list = append(list, now)
	}
	if len(list) == 0 {
		return nil
	}
	return l.eraseIn(ctx, tx, org, list)
}

package signal

import (
	"context"

	"github.com/touchstone-cx/touchstone/internal/analytics"
	"github.com/touchstone-cx/touchstone/internal/codebook"
	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/problem"
)

// Mentioned knows which touch points, units and metrics signals have ever spoken of. What was erased since still counts: who
// asks wants to know what can be taken away without anybody missing it.
type Mentioned struct {
	at    int64 // seq as far as analytics has read
	codes codebook.Codes
	later map[string]bool // what came after it: ids, and keys of metrics
}

// tail is how many signals that analytics hasn't read yet are read inside a transaction.
const tail = 2000

// Mentioned begins with what analytics has read. ReadOn must follow, inside the transaction that decides.
func (l *Log) Mentioned(ctx context.Context, org db.Org) (*Mentioned, error) {
	at, err := l.Engine.Append(ctx, org, 0, analytics.Batch{})
	if err != nil {
		return nil, err
	}
	codes, err := l.Book.Refresh(ctx, org)
	return &Mentioned{at: at, codes: codes}, err
}

// ReadOn adds what was recorded since. It refuses while very many signals wait to be read.
func (m *Mentioned) ReadOn(ctx context.Context, tx *db.Tx, org db.Org) error {
	entries, err := since(ctx, tx, org, m.at, tail+1)
	if err != nil {
		return err
	}
	if len(entries) > tail {
		return problem.New(problem.Conflict, "signals_waiting", "Signals are still being counted. Try again in a moment.")
	}
	m.later = map[string]bool{}
	for _, e := range entries {
		m.later[e.Content.TouchPoint], m.later[e.Content.Unit] = true, true
		for k := range e.Content.Measures {
			m.later["metric."+k] = true
		}
		for k := range e.Content.LeftOut {
			m.later["metric."+k] = true
		}
	}
	return nil
}

// TouchPoint reports whether a signal was heard at a touch point, by its id.
func (m *Mentioned) TouchPoint(id string) bool { return m.later[id] || m.codes.Code(dimTouch, id) != 0 }

// Unit reports whether a signal belongs to a unit, by its id.
func (m *Mentioned) Unit(id string) bool { return m.later[id] || m.codes.Code(dimUnit, id) != 0 }

// Metric reports whether a signal that analytics hasn't read yet carries a metric; metric.Heard knows of the others.
func (m *Mentioned) Metric(key string) bool { return m.later["metric."+key] }

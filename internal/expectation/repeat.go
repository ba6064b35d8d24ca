package expectation

import (
	"context"
	"time"

	"github.com/touchstone-cx/touchstone/internal/analytics"
	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/metric"
	"github.com/touchstone-cx/touchstone/internal/signal"
)

// met is one contact, as repeats need it.
type met struct {
	expectation ID
	signal      string
	customer    string
	place       string // touch point and topic: where the same customer comes again
	at          int64
	repeated    bool
	derived     signal.ID
}

const metColumns = `expectation, signal, customer, place, at, repeated, derived`

func scanMet(r db.Scanner) (*met, error) {
	m, n := &met{}, 0
	err := r.Scan(&m.expectation, &m.signal, &m.customer, &m.place, &m.at, &n, &m.derived)
	m.repeated = n == 1
	return m, err
}

func mets(ctx context.Context, tx *db.Tx, where string, args ...any) ([]*met, error) {
	rows, err := tx.Query(ctx, `select `+metColumns+` from contact where `+where, args...)
	return db.Collect(rows, err, scanMet)
}

// contact says of a signal whether the customer had come before, in a signal of its own, and corrects what was said of the next.
func (r *reader) contact(ctx context.Context, x *Expectation, e *signal.Logged) error {
	if x.OnSince == nil || e.Received.Before(*x.OnSince) {
		return nil
	}
	c := &e.Content
	m := &met{expectation: x.ID, signal: string(e.ID), customer: c.Customer, place: c.TouchPoint + "|" + c.Attributes[x.Attribute], at: e.At.UnixMicro()}
	var err error
	if m.repeated, err = r.cameBefore(ctx, x, m); err != nil {
		return err
	}
	out, err := r.x.Log.Record(ctx, r.tx, r.org, []*signal.Entry{r.said(m, c)})
	if err != nil {
		return err
	}
	m.derived = out[0].ID
	n := 0
	if m.repeated {
		n = 1
	}
	if _, err := r.tx.Exec(ctx, `insert into contact (org, `+metColumns+`) values ($1, $2, $3, $4, $5, $6, $7, $8)
		on conflict (org, expectation, signal) do nothing`, r.org, string(m.expectation), m.signal, m.customer, m.place, m.at, n, string(m.derived)); err != nil {
		return err
	}
	return r.next(ctx, x, m)
}

// said is the signal about a contact: repeat_contact 1 where the customer had to come again, 0 where not.
func (r *reader) said(m *met, c *signal.Content) *signal.Entry {
	v := int64(0)
	if m.repeated {
		v = analytics.Scale
	}
	return r.x.Log.Derived(db.Micros(m.at), "operational", "repeat:"+string(m.expectation)+":"+m.signal, signal.Content{
		TouchPoint: c.TouchPoint, Unit: c.Unit, Employee: c.Employee, Customer: c.Customer, Channel: c.Channel, Quiet: c.Quiet,
		Measures: map[string]int64{metric.RepeatContact: v}})
}

func window(x *Expectation) int64 { return (time.Duration(x.Days) * 24 * time.Hour).Microseconds() }

func (r *reader) cameBefore(ctx context.Context, x *Expectation, m *met) (yes bool, err error) {
	before, err := mets(ctx, r.tx, `org = $1 and expectation = $2 and customer = $3 and place = $4 and at < $5 and at >= $6 and signal <> $7 limit 1`,
		r.org, string(x.ID), m.customer, m.place, m.at, m.at-window(x), m.signal)
	return len(before) > 0, err
}

// next looks again at the first contact after m: whether it is a repeat may depend on m alone.
func (r *reader) next(ctx context.Context, x *Expectation, m *met) error {
	after, err := mets(ctx, r.tx, `org = $1 and expectation = $2 and customer = $3 and place = $4 and at > $5 and at <= $6 order by at limit 1`,
		r.org, string(x.ID), m.customer, m.place, m.at, m.at+window(x))
	if err != nil || len(after) == 0 {
		return err
	}
	a := after[0]
	was := a.repeated
	if a.repeated, err = r.cameBefore(ctx, x, a); err != nil || a.repeated == was {
		return err
	}
	now, err := r.x.Log.Now(ctx, r.tx, r.org, signal.ID(a.signal))
	if err != nil {
		return err
	}
	if err := r.x.Log.CorrectIn(ctx, r.tx, r.org, a.derived, r.said(a, &now.Content)); err != nil {
		return err
	}
	n := 0
	if a.repeated {
		n = 1
	}
	_, err = r.tx.Exec(ctx, `update contact set repeated = $1 where org = $2 and expectation = $3 and signal = $4`, n, r.org, string(a.expectation), a.signal)
	return err
}

// uncontact takes back what was said of a signal's contact, and looks again at the next.
func (r *reader) uncontact(ctx context.Context, id string) error {
	gone, err := mets(ctx, r.tx, `org = $1 and signal = $2`, r.org, id)
	if err != nil {
		return err
	}
	for _, m := range gone {
		if err := r.x.Log.EraseIn(ctx, r.tx, r.org, m.derived); err != nil {
			return err
		}
		if _, err := r.tx.Exec(ctx, `delete from contact where org = $1 and expectation = $2 and signal = $3`, r.org, string(m.expectation), id); err != nil {
			return err
		}
		x, err := find(ctx, r.tx, r.org, m.expectation)
		if err != nil {
			continue // its expectation is gone; what it said of others stays
		}
		if err := r.next(ctx, x, m); err != nil {
			return err
		}
	}
	return nil
}

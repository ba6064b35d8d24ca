package reply

import (
	"context"
	"strconv"

	"github.com/touchstone-cx/touchstone/internal/casework"
	"github.com/touchstone-cx/touchstone/internal/customer"
	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
)

// firstWords is how much of a message the timeline shows, in characters.
const firstWords = 280

// told is the SQL of one kind of message, on case_file f: what it is selected as and from, and by what it is sorted.
type told struct{ columns, from, where, at, id string }

// A letter stands where it was written; one that was taken back isn't told. What asks again holds the customer's own link, so
// that none of its words are shown.
var (
	letterTold = told{`p.id, p.created_at, p.case_id, f.number, p.subject, p.body, case p.state when 'handed' then coalesce(m.state, 'sent') else p.state end,
		'letter', p.author_name`, `reply p join case_file f on f.org = p.org and f.id = p.case_id left join mail_message m on m.org = p.org and m.id = p.message`,
		`p.org = $1 and p.state <> 'undone'`, "p.created_at", "p.id"}
	heardTold = told{`e.id, e.at, e.case_id, f.number, f.title, e.text, 'received', case when e.actor = '' then 'page' else 'hand' end, e.actor_name`,
		`case_file f join case_event e on e.org = f.org and e.case_id = f.id`, `f.org = $1 and e.kind = 'received'`, "e.at", "e.id"}
	askedTold = told{`'fup_' || u.case_id, u.asked_at, u.case_id, f.number, coalesce(m.subject, f.title), '', coalesce(m.state, 'sent'), 'follow_up', ''`,
		`case_file f join follow_up u on u.org = f.org and u.case_id = f.id left join mail_message m on m.org = u.org and m.key = 'followup/' || u.case_id`,
		`f.org = $1 and u.state <> 'skipped'`, "u.asked_at", "'fup_' || u.case_id"}
)

// Timeline tells what went to a customer and came from them: letters, their answers, and that they were asked again. Who doesn't
// see a case doesn't see its messages.
func (r *Replies) Timeline() []customer.Source {
	source := func(t told) customer.Source {
		return customer.Source{Kind: customer.MessageEntry, Verb: identity.CaseRead,
			List: func(ctx context.Context, org db.Org, customers []customer.ID, before customer.Position, limit int) (out []customer.Entry, err error) {
				err = r.DB.Read(ctx, org, func(tx *db.Tx) error {
					out, err = r.messagesOf(ctx, tx, org, t, customers, before, limit)
					return err
				})
				return out, err
			}}
	}
	return []customer.Source{source(letterTold), source(heardTold), source(askedTold)}
}

func (r *Replies) messagesOf(ctx context.Context, tx *db.Tx, org db.Org, t told, customers []customer.ID, before customer.Position,
	limit int) ([]customer.Entry, error) {
	where, values, err := r.Cases.OfCustomer(ctx, tx, org, customers)
	if err != nil {
		return nil, err
	}
	after, more := before.Before(t.at, t.id, len(values)+1)
	values = append(append(values, more...), limit)
	rows, err := tx.Query(ctx, `select `+t.columns+` from `+t.from+` where `+t.where+where+after+
		` order by `+t.at+` desc, `+t.id+` desc limit $`+strconv.Itoa(len(values)), values...)
	return db.Collect(rows, err, func(s db.Scanner) (customer.Entry, error) {
		e := customer.Entry{Kind: customer.MessageEntry}
		var at, number int64
		err := s.Scan(&e.ID, &at, &e.Link, &number, &e.Title, &e.Text, &e.State, &e.Source, &e.By)
		e.At, e.Ref, e.Text = db.Micros(at), casework.Reference(number), cut(e.Text, firstWords)
		return e, err
	})
}

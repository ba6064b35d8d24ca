package journey

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/problem"
)

const workshopColumns = `id, journey, title, state, revision, doc, created_by, created_at, changed_at, closed_at`

func scanWorkshop(r db.Scanner) (w Workshop, err error) {
	var doc string
	var at, changed int64
	var closed sql.NullInt64
	if err = r.Scan(&w.ID, &w.Journey, &w.Title, &w.State, &w.Revision, &doc, &w.CreatedBy, &at, &changed, &closed); err != nil {
		return w, err
	}
	w.CreatedAt, w.ChangedAt = db.Micros(at), db.Micros(changed)
	if closed.Valid {
		t := db.Micros(closed.Int64)
		w.ClosedAt = &t
	}
	d := workshopDoc{Agenda: []AgendaStep{}, People: []Participant{}, Decisions: []Decision{}}
	err = json.Unmarshal([]byte(doc), &d)
	w.HeldOn, w.Agenda, w.People, w.Decisions, w.Missing = d.HeldOn, d.Agenda, d.People, d.Decisions, []MissingPerson{}
	return w, err
}

func workshops(ctx context.Context, tx *db.Tx, org db.Org, id ID) ([]Workshop, error) {
	rows, err := tx.Query(ctx, `select `+workshopColumns+` from journey_workshop where org = $1 and journey = $2 order by created_at desc, id desc`, org, string(id))
	return db.Collect(rows, err, scanWorkshop)
}

func findWorkshop(ctx context.Context, tx *db.Tx, org db.Org, id ID, workshop string) (*Workshop, error) {
	w, err := scanWorkshop(tx.QueryRow(ctx, `select `+workshopColumns+` from journey_workshop where org = $1 and journey = $2 and id = $3`, org, string(id), workshop))
	if errors.Is(err, sql.ErrNoRows) {
		return nil, problem.New(problem.NotFound, "workshop_unknown", "This journey has no workshop %.60q.", workshop)
	}
	return &w, err
}

func putWorkshop(ctx context.Context, tx *db.Tx, org db.Org, w *Workshop, add bool) error {
	agenda := make([]AgendaStep, len(w.Agenda))
	for i, s := range w.Agenda {
		s.Prompts = nil // they follow from the map
		agenda[i] = s
	}
	doc, err := json.Marshal(workshopDoc{w.HeldOn, agenda, w.People, w.Decisions})
	if err != nil {
		return err
	}
	var closed any
	if w.ClosedAt != nil {
		closed = w.ClosedAt.UnixMicro()
	}
	if add {
		_, err = tx.Exec(ctx, `insert into journey_workshop (org, id, journey, title, state, revision, doc, created_by, created_at, changed_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
			org, w.ID, string(w.Journey), w.Title, w.State, w.Revision, string(doc), w.CreatedBy, w.CreatedAt.UnixMicro(), w.ChangedAt.UnixMicro())
		return err
	}
	_, err = tx.Exec(ctx, `update journey_workshop set title = $1, state = $2, revision = $3, doc = $4, changed_at = $5, closed_at = $6 where org = $7 and id = $8`,
		w.Title, w.State, w.Revision, string(doc), w.ChangedAt.UnixMicro(), closed, org, w.ID)
	return err
}

func deleteWorkshop(ctx context.Context, tx *db.Tx, org db.Org, workshop string) error {
	_, err := tx.Exec(ctx, `delete from journey_workshop where org = $1 and id = $2`, org, workshop)
	return err
}

package casework

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"errors"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/problem"
)

func listCalendars(ctx context.Context, tx *db.Tx, org db.Org) ([]BusinessCalendar, error) {
	rows, err := tx.Query(ctx, `select id, name, zone, doc, standard, version from business_calendar where org = $1 order by name_folded, id`, org)
	all, err := db.Collect(rows, err, func(r db.Scanner) (b BusinessCalendar, err error) {
		var doc string
		if err := r.Scan(&b.ID, &b.Name, &b.Zone, &doc, &b.Standard, &b.Version); err != nil {
			return b, err
		}
		name, zone, standard := b.Name, b.Zone, b.Standard
		if err := json.Unmarshal([]byte(doc), &b.CalendarInput); err != nil {
			return b, err
		}
		b.Name, b.Zone, b.Standard, b.Units = name, zone, standard, []identity.UnitID{}
		k, err := b.build("calendar")
		if err == nil {
			b.WeekMinutes = b.tidy(k)
		}
		return b, err
	})
	if err != nil || len(all) == 0 {
		return all, err
	}
	at := map[CalendarID]int{}
	for i := range all {
		at[all[i].ID] = i
	}
	rows, err = tx.Query(ctx, `select unit, calendar from business_calendar_unit where org = $1 order by unit`, org)
	_, err = db.Collect(rows, err, func(r db.Scanner) (n struct{}, err error) {
		var unit identity.UnitID
		var id CalendarID
		if err := r.Scan(&unit, &id); err != nil {
			return n, err
		}
		if i, ok := at[id]; ok {
			all[i].Units = append(all[i].Units, unit)
		}
		return n, nil
	})
	return all, err
}

func findCalendar(ctx context.Context, tx *db.Tx, org db.Org, id CalendarID) (*BusinessCalendar, error) {
	all, err := listCalendars(ctx, tx, org)
	if err != nil {
		return nil, err
	}
	for i := range all {
		if all[i].ID == id {
			return &all[i], nil
		}
	}
	return nil, noCalendar(id)
}

// calendarMadeBy returns the calendar that an earlier request with the same key made; nil where there is none.
func calendarMadeBy(ctx context.Context, tx *db.Tx, org db.Org, once request) (*BusinessCalendar, error) {
	if once.key == "" {
		return nil, nil
	}
	var id CalendarID
	var hash string
	err := tx.QueryRow(ctx, `select id, made_hash from business_calendar where org = $1 and made_key = $2`, org, once.key).Scan(&id, &hash)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err = cmp.Or(err, once.same(hash)); err != nil {
		return nil, err
	}
	return findCalendar(ctx, tx, org, id)
}

// saveCalendar stores a calendar and takes its units, and the place of the standard one, from the others.
func saveCalendar(ctx context.Context, tx *db.Tx, org db.Org, b *BusinessCalendar, once request) error {
	n := 0
	if err := tx.QueryRow(ctx, `select count(*) from business_calendar where org = $1 and name_folded = $2 and id <> $3`,
		org, identity.Fold(b.Name), b.ID).Scan(&n); err != nil {
		return err
	}
	if n > 0 {
		return problem.New(problem.Conflict, "calendar_taken", "There is a calendar named %q already.", b.Name).On("body.name")
	}
	doc, err := json.Marshal(b.CalendarInput)
	if err != nil {
		return err
	}
	if b.Standard {
		if _, err := tx.Exec(ctx, `update business_calendar set standard = $1 where org = $2`, false, org); err != nil {
			return err
		}
	}
	if _, err := tx.Exec(ctx, `insert into business_calendar (org, id, name, name_folded, zone, doc, standard, version, made_key, made_hash)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict (org, id) do update set name = excluded.name,
		name_folded = excluded.name_folded, zone = excluded.zone, doc = excluded.doc, standard = excluded.standard, version = excluded.version`,
		org, b.ID, b.Name, identity.Fold(b.Name), b.Zone, string(doc), b.Standard, b.Version, db.NullText(once.key), db.NullText(once.hash)); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `delete from business_calendar_unit where org = $1 and calendar = $2`, org, b.ID); err != nil {
		return err
	}
	for _, u := range b.Units {
		if _, err := tx.Exec(ctx, `insert into business_calendar_unit (org, unit, calendar) values ($1, $2, $3)
			on conflict (org, unit) do update set calendar = excluded.calendar`, org, u, b.ID); err != nil {
			return err
		}
	}
	return nil
}

func dropCalendar(ctx context.Context, tx *db.Tx, org db.Org, id CalendarID) error {
	if _, err := tx.Exec(ctx, `delete from business_calendar_unit where org = $1 and calendar = $2`, org, id); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `delete from business_calendar where org = $1 and id = $2`, org, id)
	return err
}

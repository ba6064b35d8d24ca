package db_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/db/dbtest"
)

func addSetting(ctx context.Context, tx *db.Tx, name, value string) error {
	_, err := tx.Exec(ctx, `insert into system_setting (name, value) values ($1, $2)`, name, value)
	return err
}

func settings(t *testing.T, d *db.DB) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := d.SystemRead(t.Context(), func(tx *db.Tx) error {
		rows, err := tx.Query(t.Context(), `select name, value from system_setting`)
		_, err = db.Collect(rows, err, func(r db.Scanner) (k string, err error) {
			var v string
			err = r.Scan(&k, &v)
			out[k] = v
			return k, err
		})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestAFailingWriterUndoesItselfAndNobodyElse(t *testing.T) {
	t.Parallel()
	d := dbtest.Open(t)
	fail := errors.New("no")
	var all sync.WaitGroup
	var after sync.Map
	for i := range 200 {
		all.Go(func() {
			name := db.NewID("s", time.Now())
			err := d.WriteShared(t.Context(), "org_x", func(tx *db.Tx) error {
				tx.AfterCommit(func() { after.Store(name, true) })
				if err := addSetting(t.Context(), tx, name, "v"); err != nil {
					return err
				}
				switch i % 4 {
				case 0:
					return fail
				case 1:
					panic("bug in a writer")
				}
				return nil
			})
			if (i%4 < 2) != (err != nil) {
				t.Errorf("writer %d: %v", i, err)
			}
		})
	}
	all.Wait()
	got := settings(t, d)
	if len(got) != 100 {
		t.Fatalf("%d rows stayed, want the 100 of the writers that succeeded", len(got))
	}
	n := 0
	after.Range(func(k, _ any) bool {
		n++
		if _, ok := got[k.(string)]; !ok {
			t.Errorf("%s ran its after-commit without its row", k)
		}
		return true
	})
	if n != 100 {
		t.Errorf("%d after-commits ran, want 100", n)
	}
}

func TestReadCheckUpdateHappensOnceUnderRace(t *testing.T) {
	t.Parallel()
	d := dbtest.Open(t)
	ways := map[string]func(context.Context, db.Org, func(*db.Tx) error) error{"Write": d.Write, "WriteShared": d.WriteShared}
	for name, write := range ways {
		for range 15 {
			key := db.NewID(name, time.Now())
			must(t, d.System(t.Context(), func(tx *db.Tx) error { return addSetting(t.Context(), tx, key, "draft") }))
			opened := make(chan int, 8)
			var all sync.WaitGroup
			for range 8 {
				all.Go(func() {
					did := 0
					err := write(t.Context(), "org_x", func(tx *db.Tx) error {
						did = 0
						var v string
						if err := tx.QueryRow(t.Context(), `select value from system_setting where name = $1`, key).Scan(&v); err != nil {
							return err
						}
						if v != "draft" {
							return nil
						}
						did = 1
						_, err := tx.Exec(t.Context(), `update system_setting set value = 'open' where name = $1`, key)
						return err
					})
					must(t, err)
					opened <- did
				})
			}
			all.Wait()
			close(opened)
			sum := 0
			for n := range opened {
				sum += n
			}
			if sum != 1 {
				t.Fatalf("%s: opened %d times", name, sum)
			}
		}
	}
}

func TestACancelledCallerNeverHarmsTheGroup(t *testing.T) {
	t.Parallel()
	d := dbtest.Open(t)
	var all sync.WaitGroup
	for i := range 100 {
		all.Go(func() {
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			err := d.WriteShared(ctx, "org_x", func(tx *db.Tx) error {
				if i%2 == 0 {
					cancel() // the client hangs up in the middle of its own transaction
				}
				return addSetting(ctx, tx, db.NewID("s", time.Now()), "v")
			})
			if err != nil {
				t.Errorf("writer %d: %v", i, err)
			}
		})
	}
	all.Wait()
	if n := len(settings(t, d)); n != 100 {
		t.Fatalf("%d rows, want 100: what was answered with success must be there", n)
	}
}

func TestReadersCannotWrite(t *testing.T) {
	t.Parallel()
	d := dbtest.Open(t)
	if err := d.SystemRead(t.Context(), func(tx *db.Tx) error { return addSetting(t.Context(), tx, "a", "b") }); err == nil {
		t.Fatal("a reader wrote")
	}
}

func TestWritersAfterCloseAreRefused(t *testing.T) {
	t.Parallel()
	d := dbtest.Open(t)
	must(t, d.Close())
	err := d.WriteShared(t.Context(), "org_x", func(*db.Tx) error { return nil })
	if !errors.Is(err, db.ErrClosed) {
		t.Fatalf("got %v", err)
	}
}

func TestEveryTableBelongsToAnOrganisationOrIsListed(t *testing.T) {
	t.Parallel()
	d := dbtest.Open(t)
	q := `select m.name, exists (select 1 from pragma_table_info(m.name) c where c.name = 'org') from sqlite_master m
		where m.type = 'table' and m.name not like 'sqlite_%'
		and m.name not like 'search_text%'` // of all organisations, told apart by their rows' numbers
	if d.Postgres {
		q = `select c.relname, c.relforcerowsecurity from pg_class c where c.relkind = 'r' and c.relnamespace = current_schema()::regnamespace`
	}
	must(t, d.SystemRead(t.Context(), func(tx *db.Tx) error {
		rows, err := tx.Query(t.Context(), q)
		tables, err := db.Collect(rows, err, func(r db.Scanner) (name string, err error) {
			var guarded bool
			err = r.Scan(&name, &guarded)
			listed := slices.Contains(db.SystemTables, name)
			if !listed && !guarded {
				t.Errorf("table %s has no organisation and isn't listed", name)
			}
			if d.Postgres && listed && guarded {
				t.Errorf("table %s is listed as system and has row-level security", name)
			}
			return name, err
		})
		if len(tables) < 10 {
			t.Errorf("only %d tables found", len(tables))
		}
		return err
	}))
}

func TestRowsOfAnotherOrganisationAreOutOfReach(t *testing.T) {
	t.Parallel()
	d := dbtest.Open(t)
	if !d.Postgres {
		t.Log("SQLite has no row-level security; store functions carry the condition, and tests of each capability check it")
	}
	insert := `insert into touch_point (org, id, key, name, name_folded, created_at) values ($1, $2, $2, $2, $2, 0)`
	must(t, d.Write(t.Context(), "org_a", func(tx *db.Tx) error {
		_, err := tx.Exec(t.Context(), insert, "org_a", "tp_1")
		return err
	}))
	must(t, d.Read(t.Context(), "org_b", func(tx *db.Tx) error {
		var n int
		q := `select count(*) from touch_point where org = 'org_b'`
		if d.Postgres {
			q = `select count(*) from touch_point` // no condition: the policy alone must hide the row
		}
		err := tx.QueryRow(t.Context(), q).Scan(&n)
		if n != 0 {
			t.Errorf("saw %d rows of another organisation", n)
		}
		return err
	}))
	if d.Postgres {
		err := d.Write(t.Context(), "org_b", func(tx *db.Tx) error {
			_, err := tx.Exec(t.Context(), insert, "org_a", "tp_2")
			return err
		})
		if err == nil {
			t.Error("wrote a row of another organisation")
		}
		must(t, d.RefuseSuperuser(t.Context()))
	}
}

func TestIdsRiseAndNeverRepeat(t *testing.T) {
	t.Parallel()
	at := time.Now()
	last := ""
	for range 10_000 {
		id := db.NewID("x", at)
		if id <= last {
			t.Fatalf("%s came after %s", id, last)
		}
		last = id
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Error(err)
	}
}

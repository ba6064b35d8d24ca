package duckdb

import (
	"context"
	"database/sql"
	sqldriver "database/sql/driver"
	"errors"
	"fmt"
	"strconv"
	"strings"

	driver "github.com/duckdb/duckdb-go/v2"

	"github.com/touchstone-cx/touchstone/internal/analytics"
	"github.com/touchstone-cx/touchstone/internal/db"
)

// fixed are the columns every table of facts has. Slots are added when a batch first fills them. There is no index: DuckDB
// scans a million numbers in a millisecond, and an index would slow appending.
const fixed = `(signal bigint not null, "at" bigint not null, day integer not null, week integer not null,
	month integer not null, kind integer not null, touch integer not null, unit integer not null, worker integer not null,
	client integer not null, channel integer not null, lang integer not null, import integer not null,
	mood integer not null, comment smallint not null)`

// load makes the tables of a new file and reads what an old one holds.
func (e *Engine) load(ctx context.Context) error {
	for _, s := range []string{
		// From here on DuckDB reads no file but its own. The DSN can't say it: there the order of settings is random, and after
		// this one no folder for spilling may be named.
		`set enable_external_access = false`,
		`set lock_configuration = true`,
		`create table if not exists layout (version integer not null)`,
		`create sequence if not exists fact_number`,
		`create table if not exists organisation (org varchar primary key, number bigint not null, seq bigint not null)`,
		`create table if not exists ` + none + ` ` + fixed,
	} {
		if _, err := e.sql.ExecContext(ctx, s); err != nil {
			return err
		}
	}
	var version int
	err := e.sql.QueryRowContext(ctx, `select version from layout`).Scan(&version)
	if errors.Is(err, sql.ErrNoRows) {
		version = layout
		_, err = e.sql.ExecContext(ctx, `insert into layout values ($1)`, layout)
	}
	if err != nil {
		return err
	}
	if version != layout {
		return fmt.Errorf("%w: it has layout %d, not %d", ErrDamaged, version, layout)
	}
	return e.loadTenants(ctx)
}

func (e *Engine) loadTenants(ctx context.Context) error {
	rows, err := e.sql.QueryContext(ctx, `select org, number, seq from organisation`)
	_, err = db.Collect(rows, err, func(r db.Scanner) (t *tenant, err error) {
		var org db.Org
		var number, seq int64
		if err := r.Scan(&org, &number, &seq); err != nil {
			return nil, err
		}
		t = &tenant{table: table(number), columns: map[string]bool{}}
		t.seq.Store(seq)
		e.held[org] = t
		return t, nil
	})
	if err != nil {
		return err
	}
	for _, t := range e.held {
		if err := e.loadTable(ctx, t); err != nil {
			return err
		}
	}
	return nil
}

func (e *Engine) loadTable(ctx context.Context, t *tenant) error {
	rows, err := e.sql.QueryContext(ctx, `select column_name from duckdb_columns() where table_name = $1`, t.table)
	_, err = db.Collect(rows, err, func(r db.Scanner) (name string, err error) {
		err = r.Scan(&name)
		t.columns[name] = true
		return name, err
	})
	if err != nil {
		return err
	}
	return e.sql.QueryRowContext(ctx, `select coalesce(max(signal), 0) from `+t.table).Scan(&t.highest)
}

func table(number int64) string { return "fact_" + strconv.FormatInt(number, 10) }

// prepare makes sure that the organisation has a table with the columns that a batch fills. It changes no facts, so it needs
// not be undone when the batch fails.
func (e *Engine) prepare(ctx context.Context, org db.Org, c analytics.Columns) (*tenant, error) {
	t := e.tenant(org)
	if t == nil {
		var err error
		if t, err = e.create(ctx, org); err != nil {
			return nil, err
		}
	}
	var missing []string
	for _, name := range c.Names() {
		if !t.columns[name] { // only writers change it, and there is one
			missing = append(missing, name)
		}
	}
	if len(missing) == 0 {
		return t, nil
	}
	t.reading.Lock()
	defer t.reading.Unlock()
	for _, name := range missing {
		kind := " bigint"
		switch name[0] {
		case 'a':
			kind = " integer default 0"
		case 'x':
			kind = " smallint default 0"
		}
		if _, err := e.sql.ExecContext(ctx, `alter table `+t.table+` add column `+name+kind); err != nil {
			return nil, fmt.Errorf("add column: %w", err)
		}
		t.columns[name] = true
	}
	return t, nil
}

func (e *Engine) create(ctx context.Context, org db.Org) (*tenant, error) {
	var number int64
	if err := e.sql.QueryRowContext(ctx, `select nextval('fact_number')`).Scan(&number); err != nil {
		return nil, err
	}
	t := &tenant{table: table(number), columns: map[string]bool{}}
	for _, name := range (analytics.Columns{}).Names() {
		t.columns[name] = true
	}
	err := e.inTransaction(ctx, func(conn *sql.Conn) error {
		if _, err := conn.ExecContext(ctx, `create table `+t.table+` `+fixed); err != nil {
			return err
		}
		_, err := conn.ExecContext(ctx, `insert into organisation values ($1, $2, 0)`, string(org), number)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("create table of facts: %w", err)
	}
	e.mu.Lock()
	e.held[org] = t
	e.mu.Unlock()
	return t, nil
}

func (e *Engine) drop(ctx context.Context, org db.Org, t *tenant) error {
	return e.inTransaction(ctx, func(conn *sql.Conn) error {
		if _, err := conn.ExecContext(ctx, `drop table `+t.table); err != nil {
			return err
		}
		_, err := conn.ExecContext(ctx, `delete from organisation where org = $1`, string(org))
		return err
	})
}

// store writes a batch and its watermark in one transaction.
func (e *Engine) store(ctx context.Context, org db.Org, t *tenant, b analytics.Batch) error {
	return e.inTransaction(ctx, func(conn *sql.Conn) error {
		if err := remove(ctx, conn, t, b.Gone); err != nil {
			return err
		}
		if err := refuseDoubles(ctx, conn, t, b.Facts); err != nil {
			return err
		}
		if err := insert(conn, t, b); err != nil {
			return err
		}
		_, err := conn.ExecContext(ctx, `update organisation set seq = $1 where org = $2`, b.To, string(org))
		return err
	})
}

func remove(ctx context.Context, conn *sql.Conn, t *tenant, signals []int64) error {
	if len(signals) == 0 {
		return nil
	}
	_, err := conn.ExecContext(ctx, `delete from `+t.table+` where `+among(), bounds(signals)...) //nolint:gosec // the name is fact_ and a number
	if err != nil {
		return fmt.Errorf("remove facts: %w", err)
	}
	return nil
}

// refuseDoubles does what a unique index would, for the few batches that bring signals below the highest.
func refuseDoubles(ctx context.Context, conn *sql.Conn, t *tenant, facts []analytics.Fact) error {
	var old []int64
	for i := range facts {
		if facts[i].Signal <= t.highest {
			old = append(old, facts[i].Signal)
		}
	}
	if len(old) == 0 {
		return nil
	}
	var n int
	err := conn.QueryRowContext(ctx, `select count(*) from `+t.table+` where `+among(), bounds(old)...).Scan(&n)
	if err == nil && n > 0 {
		err = fmt.Errorf("%d signals of the batch are there already", n)
	}
	return err
}

// among narrows to signals; the bounds let DuckDB skip the blocks that hold none.
func among() string {
	return `signal between $1 and $2 and signal in (select unnest(cast($3 as bigint[])))`
}

func bounds(signals []int64) []any {
	low, high := signals[0], signals[0]
	for _, s := range signals {
		low, high = min(low, s), max(high, s)
	}
	return []any{low, high, list(signals)}
}

// insert goes through DuckDB's appender, which joins the connection's transaction.
func insert(conn *sql.Conn, t *tenant, b analytics.Batch) error {
	if len(b.Facts) == 0 {
		return nil
	}
	columns := b.Columns()
	return conn.Raw(func(raw any) error {
		c, ok := raw.(*driver.Conn)
		if !ok {
			return fmt.Errorf("not a connection of DuckDB: %T", raw)
		}
		names := columns.Names()
		a, err := driver.NewAppenderWithColumns(c, "", "", t.table, names)
		if err != nil {
			return fmt.Errorf("append facts: %w", err)
		}
		values, row := make([]any, 0, len(names)), make([]sqldriver.Value, len(names)) // the appender keeps neither
		for i := range b.Facts {
			for j, v := range b.Facts[i].Values(columns, values) {
				row[j] = v
			}
			if err := a.AppendRow(row...); err != nil {
				return errors.Join(err, a.Close())
			}
		}
		return a.Close()
	})
}

// inTransaction runs fn on one connection, and undoes everything if it fails.
func (e *Engine) inTransaction(ctx context.Context, fn func(*sql.Conn) error) error {
	conn, err := e.sql.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close() //nolint:errcheck // it only goes back to the pool
	if _, err := conn.ExecContext(ctx, `begin transaction`); err != nil {
		return err
	}
	if err = fn(conn); err == nil {
		_, err = conn.ExecContext(ctx, `commit`)
	}
	if err != nil {
		_, undo := conn.ExecContext(ctx, `rollback`)
		if undo != nil && !strings.Contains(undo.Error(), "no transaction is active") {
			err = errors.Join(err, undo)
		}
	}
	return err
}

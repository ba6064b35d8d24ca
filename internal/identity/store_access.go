package identity

import (
	"context"
	"database/sql"
	"errors"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/problem"
)

func noUser(id UserID) error {
	return problem.New(problem.NotFound, "user_unknown", "There is no user %.40q in this organisation.", id)
}

// memberIn finds a member, shut out or not.
func memberIn(ctx context.Context, tx *db.Tx, org db.Org, id UserID) (m Membership, err error) {
	m, err = scanMembership(tx.QueryRow(ctx, `select org, user_id, role, coalesce(unit, '') from membership where org = $1 and user_id = $2`, org, id))
	if errors.Is(err, sql.ErrNoRows) {
		err = noUser(id)
	}
	return m, err
}

func rememberOrg(ctx context.Context, tx *db.Tx, id UserID, org db.Org) error {
	_, err := tx.Exec(ctx, `update app_user set last_org = $1 where id = $2`, org, id)
	return err
}

func setPassword(ctx context.Context, tx *db.Tx, id UserID, hash string) error {
	_, err := tx.Exec(ctx, `update app_user set password = $1 where id = $2`, hash, id)
	return err
}

// endSessions ends every session of a user but the one with that token's hash, and those that are just being written, too: they
// carry an epoch that is over. u gets the new one.
func endSessions(ctx context.Context, tx *db.Tx, u *User, but string) error {
	if _, err := tx.Exec(ctx, `delete from session where user_id = $1 and token <> $2`, u.ID, but); err != nil {
		return err
	}
	return tx.QueryRow(ctx, `update app_user set epoch = epoch + 1 where id = $1 returning epoch`, u.ID).Scan(&u.epoch)
}

func listSessions(ctx context.Context, tx *db.Tx, id UserID, org db.Org, current string) ([]Session, error) {
	rows, err := tx.Query(ctx, `select id, agent, network, began_at, seen_at from session
		where user_id = $1 and ($2 = '' or org = $2) and expires_at > $3 and seen_at > $4
		order by case when id = $5 then 0 else 1 end, seen_at desc, id`,
		id, org, tx.Micros(), tx.Now.Add(-sessionIdle).UnixMicro(), current)
	return db.Collect(rows, err, func(r db.Scanner) (s Session, err error) {
		var agent string
		var began, seen int64
		err = r.Scan(&s.ID, &agent, &s.Network, &began, &seen)
		s.Browser, s.System = device(agent)
		s.BeganAt, s.SeenAt, s.Current = db.Micros(began), db.Micros(seen), s.ID == current
		return s, err
	})
}

// factor is what is kept of somebody's authenticator app.
type factor struct {
	secret string // sealed
	on     bool
}

// findFactor returns nil where there is none, not even one begun.
func findFactor(ctx context.Context, tx *db.Tx, id UserID) (*factor, error) {
	f := &factor{}
	err := tx.QueryRow(ctx, `select secret, on_at is not null from second_factor where user_id = $1`, id).Scan(&f.secret, &f.on)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return f, err
}

// keepSecret keeps a secret that no code has been seen of; it never takes the place of one in use.
func keepSecret(ctx context.Context, tx *db.Tx, id UserID, sealed string) error {
	if _, err := tx.Exec(ctx, `delete from second_factor where user_id = $1 and on_at is null`, id); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `insert into second_factor (user_id, secret, step, created_at) values ($1, $2, 0, $3)`, id, sealed, tx.Micros())
	if db.IsConflict(err) {
		return problem.New(problem.Conflict, "two_factor_on", "Two-factor sign-in is on already. Turn it off before you set up another device.")
	}
	return err
}

func turnOn(ctx context.Context, tx *db.Tx, id UserID, step int64, hashes []string) error {
	_, err := tx.Exec(ctx, `update second_factor set on_at = $1, step = $2 where user_id = $3`, tx.Micros(), step, id)
	if err != nil {
		return err
	}
	return keepRecovery(ctx, tx, id, hashes)
}

// keepRecovery puts new recovery codes in the place of the old ones.
func keepRecovery(ctx context.Context, tx *db.Tx, id UserID, hashes []string) error {
	if _, err := tx.Exec(ctx, `delete from recovery_code where user_id = $1`, id); err != nil {
		return err
	}
	for _, h := range hashes {
		if _, err := tx.Exec(ctx, `insert into recovery_code (user_id, hash) values ($1, $2)`, id, h); err != nil {
			return err
		}
	}
	return nil
}

func dropFactor(ctx context.Context, tx *db.Tx, id UserID) error {
	if _, err := tx.Exec(ctx, `delete from recovery_code where user_id = $1`, id); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `delete from second_factor where user_id = $1`, id)
	return err
}

// useStep takes a step's code once; an earlier step's is over, too.
func useStep(ctx context.Context, tx *db.Tx, id UserID, step int64) (bool, error) {
	n, err := db.Affected(tx.Exec(ctx, `update second_factor set step = $1 where user_id = $2 and on_at is not null and step < $1`, step, id))
	return n == 1, err
}

func useRecovery(ctx context.Context, tx *db.Tx, id UserID, hash string) (bool, error) {
	n, err := db.Affected(tx.Exec(ctx, `update recovery_code set used_at = $1 where user_id = $2 and hash = $3 and used_at is null`, tx.Micros(), id, hash))
	return n == 1, err
}

func countRecovery(ctx context.Context, tx *db.Tx, id UserID) (n int, err error) {
	err = tx.QueryRow(ctx, `select count(*) from recovery_code where user_id = $1 and used_at is null`, id).Scan(&n)
	return n, err
}

// requiredOf reports whether one of a user's organisations asks for two factors.
func requiredOf(ctx context.Context, tx *db.Tx, id UserID) (bool, error) {
	n := 0
	err := tx.QueryRow(ctx, `select count(*) from membership m join organisation o on o.id = m.org
		where m.user_id = $1 and m.active and o.two_factor_required`, id).Scan(&n)
	return n > 0, err
}

func insertReset(ctx context.Context, tx *db.Tx, id UserID, hash string) error {
	_, err := tx.Exec(ctx, `insert into password_reset (hash, user_id, expires_at) values ($1, $2, $3)`, hash, id, tx.Now.Add(resetFor).UnixMicro())
	return err
}

// useReset takes a link once, and with it every other of the same user; "" where it isn't good any more.
func useReset(ctx context.Context, tx *db.Tx, hash string) (id UserID, err error) {
	err = tx.QueryRow(ctx, `select user_id from password_reset where hash = $1 and used_at is null and expires_at > $2`, hash, tx.Micros()).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	_, err = tx.Exec(ctx, `update password_reset set used_at = $1 where user_id = $2 and used_at is null`, tx.Micros(), id)
	return id, err
}

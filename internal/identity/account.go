package identity

import (
	"context"
	"strings"

	"github.com/touchstone-cx/touchstone/internal/db"
)

// Account is one's own login, the same in every organisation.
type Account struct {
	ID                UserID `json:"id"`
	Email             string `json:"email"`
	Name              string `json:"name"`
	TwoFactor         bool   `json:"two_factor"`
	RecoveryCodesLeft int    `json:"recovery_codes_left"`
	TwoFactorRequired bool   `json:"two_factor_required" doc:"One of your organisations asks for it, so that it can't be turned off"`
	PasswordNeeded    bool   `json:"password_needed" doc:"Changing how you sign in asks for your password first"`
}

// me reads the person who asks.
func (i *Identity) me(ctx context.Context) (*User, Caller, error) {
	c, err := person(ctx)
	if err != nil {
		return nil, c, err
	}
	var u *User
	err = i.DB.SystemRead(ctx, func(tx *db.Tx) error { u, err = findUser(ctx, tx, `u.id = $1`, c.ID); return err })
	if err == nil && u == nil {
		err = noUser(UserID(c.ID))
	}
	return u, c, err
}

// Account describes the caller's login.
func (i *Identity) Account(ctx context.Context) (*Account, error) {
	u, _, err := i.me(ctx)
	if err != nil {
		return nil, err
	}
	a := &Account{ID: u.ID, Email: u.Email, Name: u.Name, TwoFactor: u.TwoFactor, PasswordNeeded: !i.fresh(ctx)}
	err = i.DB.SystemRead(ctx, func(tx *db.Tx) (err error) {
		if a.RecoveryCodesLeft, err = countRecovery(ctx, tx, u.ID); err != nil {
			return err
		}
		a.TwoFactorRequired, err = requiredOf(ctx, tx, u.ID)
		return err
	})
	return a, err
}

// Rename changes the caller's name, in every organisation.
func (i *Identity) Rename(ctx context.Context, name string) (*Account, error) {
	u, c, err := i.me(ctx)
	if err != nil {
		return nil, err
	}
	if err := Name(name, "body.name", 100); err != nil {
		return nil, err
	}
	name = strings.Join(strings.Fields(name), " ")
	err = i.DB.Write(ctx, c.Org, func(tx *db.Tx) error {
		if _, err := tx.Exec(ctx, `update app_user set name = $1 where id = $2`, name, u.ID); err != nil {
			return err
		}
		return i.Audit.Record(ctx, tx, "account.rename", string(u.ID), map[string]any{"was": u.Name, "name": name})
	})
	if err != nil {
		return nil, err
	}
	return i.Account(ctx)
}

// ChangePassword sets a new password of the caller's and ends every other session of theirs.
func (i *Identity) ChangePassword(ctx context.Context, current, password string) error {
	u, c, err := i.me(ctx)
	if err != nil {
		return err
	}
	if err := checkPassword(password); err != nil {
		return err
	}
	if err := i.ownPassword(u, current, "body.current"); err != nil {
		return err
	}
	hash, err := hashPassword(password)
	if err != nil {
		return err
	}
	err = i.DB.Write(ctx, c.Org, func(tx *db.Tx) error {
		if err := setPassword(ctx, tx, u.ID, hash); err != nil {
			return err
		}
		if err := endSessions(ctx, tx, u, hashed(i.Sessions.Token(ctx))); err != nil {
			return err
		}
		return i.Audit.Record(ctx, tx, "account.password", string(u.ID), nil)
	})
	if err != nil {
		return err
	}
	i.Sessions.Put(ctx, keyBegan, i.DB.Now().UnixMicro())
	if err := i.stay(ctx, u, c.Org); err != nil {
		return err
	}
	return i.noteEverywhere(ctx, u, c.Org, "account.password", nil)
}

// stay takes this one session over into the user's new epoch, under a new token.
func (i *Identity) stay(ctx context.Context, u *User, org db.Org) error {
	i.Sessions.Put(ctx, keyEpoch, u.epoch)
	return i.moveSession(ctx, org)
}

package identity

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"time"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/problem"
)

// Token lets a program act in one organisation, as far as a role over a unit goes. Only its hash is kept.
type Token struct {
	ID         TokenID    `json:"id"`
	Name       string     `json:"name"`
	Role       Role       `json:"role" enum:"owner,admin,manager,analyst,supervisor,evaluator,agent,viewer,client"`
	Unit       UnitID     `json:"unit,omitempty"`
	CreatedBy  string     `json:"created_by"`
	CreatedAt  time.Time  `json:"created_at"`
	ExpiresAt  *time.Time `json:"expires_at,omitempty"`
	RevokedAt  *time.Time `json:"revoked_at,omitempty"`
	LastUsedAt *time.Time `json:"last_used_at,omitempty" doc:"To within a minute"`
	Token      string     `json:"token,omitempty" doc:"Shown once, when it is made"`

	org db.Org
}

// tokenPrefix lets secret scanners find a leaked token.
const tokenPrefix = "ts_"

// NewToken makes a token. The caller can't give more than they have.
func (i *Identity) NewToken(ctx context.Context, org db.Org, t *Token) error {
	if err := Name(t.Name, "body.name", 100); err != nil {
		return err
	}
	if err := checkRole(t.Role); err != nil {
		return err
	}
	if c := From(ctx); !mayGrant(c.Role, t.Role) || c.Unit != "" {
		return problem.New(problem.Forbidden, "role_above_yours", "You can't give a role (%s) that you don't have.", t.Role)
	}
	if t.ExpiresAt != nil && !t.ExpiresAt.After(i.DB.Now()) {
		return problem.At("body.expires_at", "already_past", "The token would have expired already.")
	}
	secret := tokenPrefix + db.Secret()
	err := i.DB.Write(ctx, org, func(tx *db.Tx) error {
		if err := i.checkUnit(ctx, tx, org, t.Unit); err != nil {
			return err
		}
		t.ID, t.org, t.CreatedAt, t.CreatedBy = TokenID(tx.ID("tok")), org, tx.Now, From(ctx).ID
		if err := insertToken(ctx, tx, t, hashed(secret)); err != nil {
			return err
		}
		return i.Audit.Record(ctx, tx, "token.create", string(t.ID), map[string]any{"name": t.Name, "role": t.Role})
	})
	t.Token = secret
	return err
}

func (i *Identity) checkUnit(ctx context.Context, tx *db.Tx, org db.Org, unit UnitID) error {
	if unit == "" {
		return nil
	}
	all, err := listUnits(ctx, tx, org)
	if err == nil && unitIn(all, unit) == nil {
		return problem.At("body.unit", "unit_unknown", "There is no unit %s.", unit)
	}
	return err
}

// Tokens lists all tokens of an organisation, revoked ones too.
func (i *Identity) Tokens(ctx context.Context, org db.Org) (all []Token, err error) {
	err = i.DB.Read(ctx, org, func(tx *db.Tx) error { all, err = listTokens(ctx, tx, org); return err })
	return all, err
}

// RevokeToken ends a token at once.
func (i *Identity) RevokeToken(ctx context.Context, org db.Org, id TokenID) error {
	return i.DB.Write(ctx, org, func(tx *db.Tx) error {
		n, err := db.Affected(tx.Exec(ctx, `update api_token set revoked_at = coalesce(revoked_at, $1) where org = $2 and id = $3`,
			tx.Micros(), org, id))
		if err != nil {
			return err
		}
		if n == 0 {
			return problem.New(problem.NotFound, "token_unknown", "There is no token %s.", id)
		}
		tx.AfterCommit(i.tokens.Clear)
		return i.Audit.Record(ctx, tx, "token.revoke", string(id), nil)
	})
}

// cachedToken is what a token's hash stands for, believed for a moment so that ingest doesn't ask each time.
type cachedToken struct {
	caller  Caller
	expires *time.Time
	until   time.Time
}

const (
	tokenBelief = 2 * time.Second // how late another process of the same database learns of a revocation
	tokenUsed   = time.Minute     // how often last use is written
)

func (i *Identity) byToken(ctx context.Context, token string) (Caller, error) {
	if !strings.HasPrefix(token, tokenPrefix) {
		return Caller{}, badToken()
	}
	hash, now := hashed(token), i.DB.Now()
	if t, ok := i.tokens.Get("", hash); ok && now.Before(t.until) && (t.expires == nil || now.Before(*t.expires)) {
		return t.caller, nil
	}
	var t Token
	err := i.DB.SystemRead(ctx, func(tx *db.Tx) (err error) {
		t, err = scanToken(tx.QueryRow(ctx, `select `+tokenColumns+` from api_token where hash = $1`, hash))
		return err
	})
	if errors.Is(err, sql.ErrNoRows) {
		return Caller{}, badToken()
	}
	if err != nil {
		return Caller{}, err
	}
	if t.RevokedAt != nil {
		return Caller{}, problem.New(problem.Unauthorised, "token_revoked", "This API token was revoked.")
	}
	if t.ExpiresAt != nil && !now.Before(*t.ExpiresAt) {
		return Caller{}, problem.New(problem.Unauthorised, "token_expired", "This API token has expired.")
	}
	c := Caller{Org: t.org, Kind: ByToken, ID: string(t.ID), Name: t.Name, Role: t.Role, Unit: t.Unit}
	i.tokens.Set("", hash, cachedToken{caller: c, expires: t.ExpiresAt, until: now.Add(tokenBelief)})
	if t.LastUsedAt == nil || now.Sub(*t.LastUsedAt) > tokenUsed {
		err = i.DB.System(ctx, func(tx *db.Tx) error {
			_, err := tx.Exec(ctx, `update api_token set last_used_at = $1 where id = $2`, tx.Micros(), t.ID)
			return err
		})
		if err != nil {
			i.Log.WarnContext(ctx, "could not note a token's use", "token", t.ID, "error", err)
		}
	}
	return c, nil
}

func badToken() error {
	return problem.New(problem.Unauthorised, "token_unknown", "This isn't a valid API token.")
}

package identity

import (
	"cmp"
	"context"
	"encoding/base64"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/hotp"
	"github.com/pquerna/otp/totp"
	"rsc.io/qr"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/problem"
)

// Codes are those of RFC 6238 as every authenticator app makes them: six digits of SHA-1, anew each 30 seconds. One step
// early or late is taken (RFC 6238, 5.2), the same step never twice.
const (
	totpPeriod    = 30
	recoveryCodes = 10
)

var totpForm = hotp.ValidateOpts{Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1}

// Enrolment is a secret that an authenticator app takes in, by camera or by hand.
type Enrolment struct {
	Secret string `json:"secret" doc:"For typing in"`
	URI    string `json:"uri" doc:"otpauth://…"`
	QR     string `json:"qr" doc:"The same as a picture, a data: address of an SVG"`
}

// BeginTwoFactor makes a secret for the caller. Nothing changes until ConfirmTwoFactor has seen a code of it.
func (i *Identity) BeginTwoFactor(ctx context.Context, password string) (*Enrolment, error) {
	u, _, err := i.me(ctx)
	if err != nil {
		return nil, err
	}
	if u.TwoFactor {
		return nil, problem.New(problem.Conflict, "two_factor_on", "Two-factor sign-in is on already. Turn it off before you set up another device.")
	}
	if err := i.confirm(ctx, u, password); err != nil {
		return nil, err
	}
	key, err := totp.Generate(totp.GenerateOpts{Issuer: "Touchstone", AccountName: u.Email, Period: totpPeriod, SecretSize: 20})
	if err != nil {
		return nil, fmt.Errorf("make a secret: %w", err)
	}
	picture, err := qrPicture(key.URL())
	if err != nil {
		return nil, err
	}
	err = i.DB.System(ctx, func(tx *db.Tx) error {
		return keepSecret(ctx, tx, u.ID, i.Keys.Seal(key.Secret(), string(u.ID)))
	})
	return &Enrolment{Secret: key.Secret(), URI: key.URL(), QR: picture}, err
}

// ConfirmTwoFactor turns two-factor sign-in on with a first code, and returns the recovery codes, which are shown this once.
func (i *Identity) ConfirmTwoFactor(ctx context.Context, code string) ([]string, error) {
	u, c, err := i.me(ctx)
	if err != nil {
		return nil, err
	}
	if wait := i.throttle.wait(u.Email, ""); wait > 0 {
		return nil, tooMany(wait)
	}
	codes, hashes := newRecoveryCodes(u.ID)
	wrong := false
	err = i.DB.Write(ctx, c.Org, func(tx *db.Tx) error {
		wrong = false
		f, err := findFactor(ctx, tx, u.ID)
		if err != nil {
			return err
		}
		if f == nil || f.on {
			return problem.New(problem.Conflict, "two_factor_not_begun", "Begin the set-up again.")
		}
		secret, err := i.Keys.Unseal(f.secret, string(u.ID))
		if err != nil {
			return err
		}
		step, ok := stepOf(code, secret, tx.Now)
		if !ok {
			wrong = true
			return wrongCode()
		}
		if err := turnOn(ctx, tx, u.ID, step, hashes); err != nil {
			return err
		}
		return i.Audit.Record(ctx, tx, "account.two_factor_on", string(u.ID), nil)
	})
	if wrong {
		i.throttle.failed(u.Email, "")
	}
	if err != nil {
		return nil, err
	}
	if err := i.moveSession(ctx, c.Org); err != nil {
		return nil, err
	}
	return codes, i.noteEverywhere(ctx, u, c.Org, "account.two_factor_on", nil)
}

// EndTwoFactor turns it off again, with a code as proof. Where an organisation asks for it, it stays.
func (i *Identity) EndTwoFactor(ctx context.Context, password, code string) error {
	u, c, err := i.provenAgain(ctx, password, code)
	if err != nil {
		return err
	}
	err = i.DB.Write(ctx, c.Org, func(tx *db.Tx) error {
		required, err := requiredOf(ctx, tx, u.ID)
		if err != nil {
			return err
		}
		if required {
			return problem.New(problem.Conflict, "two_factor_required", "One of your organisations asks for two-factor sign-in.")
		}
		if err := dropFactor(ctx, tx, u.ID); err != nil {
			return err
		}
		return i.Audit.Record(ctx, tx, "account.two_factor_off", string(u.ID), nil)
	})
	if err != nil {
		return err
	}
	if err := i.moveSession(ctx, c.Org); err != nil {
		return err
	}
	return i.noteEverywhere(ctx, u, c.Org, "account.two_factor_off", nil)
}

// RenewRecoveryCodes makes new ones; the old ones open nothing any more.
func (i *Identity) RenewRecoveryCodes(ctx context.Context, password, code string) ([]string, error) {
	u, c, err := i.provenAgain(ctx, password, code)
	if err != nil {
		return nil, err
	}
	codes, hashes := newRecoveryCodes(u.ID)
	err = i.DB.Write(ctx, c.Org, func(tx *db.Tx) error {
		if err := keepRecovery(ctx, tx, u.ID, hashes); err != nil {
			return err
		}
		return i.Audit.Record(ctx, tx, "account.recovery_codes", string(u.ID), nil)
	})
	return codes, err
}

// provenAgain is the caller, who has two factors and shows them once more.
func (i *Identity) provenAgain(ctx context.Context, password, code string) (*User, Caller, error) {
	u, c, err := i.me(ctx)
	if err != nil {
		return nil, c, err
	}
	if !u.TwoFactor {
		return nil, c, problem.New(problem.Conflict, "two_factor_is_off", "Two-factor sign-in is off.")
	}
	if err := i.confirm(ctx, u, password); err != nil {
		return nil, c, err
	}
	if wait := i.throttle.wait(u.Email, ""); wait > 0 {
		return nil, c, tooMany(wait)
	}
	fits, err := i.secondFits(ctx, u.ID, code)
	if err == nil && !fits {
		i.throttle.failed(u.Email, "")
		err = wrongCode()
	}
	return u, c, err
}

// ResetTwoFactor takes another member's second factor away, for somebody who has lost their device and their recovery codes.
// They sign in with the password alone from then on, everywhere; so whoever does this administers all their organisations.
func (i *Identity) ResetTwoFactor(ctx context.Context, org db.Org, id UserID) error {
	u, err := i.administered(ctx, org, id)
	if err != nil {
		return err
	}
	if !u.TwoFactor {
		return problem.New(problem.Conflict, "two_factor_is_off", "Two-factor sign-in is off.")
	}
	err = i.DB.Write(ctx, org, func(tx *db.Tx) error {
		if err := dropFactor(ctx, tx, id); err != nil {
			return err
		}
		if err := endSessions(ctx, tx, u, ""); err != nil {
			return err
		}
		return i.Audit.Record(ctx, tx, "user.two_factor_reset", string(id), map[string]any{"name": u.Name})
	})
	if err != nil {
		return err
	}
	return i.noteEverywhere(ctx, u, org, "user.two_factor_reset", map[string]any{"name": u.Name})
}

// administered returns a member whose login the caller may mend: nobody with a higher role, and nobody who also belongs to an
// organisation that the caller doesn't administer, since the login is the same there.
func (i *Identity) administered(ctx context.Context, org db.Org, id UserID) (u *User, err error) {
	c := From(ctx)
	err = i.DB.Read(ctx, org, func(tx *db.Tx) error {
		m, err := memberIn(ctx, tx, org, id)
		if err != nil {
			return err
		}
		if !mayGrant(c.Role, m.Role) {
			return problem.New(problem.Forbidden, "role_above_yours", "You can't do this to somebody with a role (%s) that you don't have.", m.Role)
		}
		theirs, err := membershipsOf(ctx, tx, id)
		if err != nil {
			return err
		}
		mine, err := membershipsOf(ctx, tx, UserID(c.ID))
		if err != nil {
			return err
		}
		for _, t := range theirs {
			if t.Org != org && !slices.ContainsFunc(mine, func(m Membership) bool {
				return m.Org == t.Org && May(m.Role, m.Unit, UserWrite) && mayGrant(m.Role, t.Role)
			}) {
				return problem.New(problem.Forbidden, "also_elsewhere",
					"They also belong to an organisation that you don't administer, and their login is the same there.")
			}
		}
		u, err = findUser(ctx, tx, `u.id = $1`, string(id))
		return err
	})
	return u, err
}

// requireTwoFactor sets whether an organisation asks for two factors. Nobody shuts themselves out with it.
func (i *Identity) requireTwoFactor(ctx context.Context, tx *db.Tx, o *Organisation, on *bool) error {
	if on == nil || *on == o.TwoFactorRequired {
		return nil
	}
	if c := From(ctx); *on && c.Kind == ByUser {
		if u, err := findUser(ctx, tx, `u.id = $1`, c.ID); err != nil || u == nil || !u.TwoFactor {
			return cmp.Or[error](err, problem.New(problem.Conflict, "two_factor_first", "Set up two-factor sign-in for yourself first.").On("body.two_factor_required"))
		}
	}
	o.TwoFactorRequired = *on
	return nil
}

// secondFits reports whether a code is right, and uses it up: each is good once.
func (i *Identity) secondFits(ctx context.Context, id UserID, code string) (fits bool, err error) {
	code = strings.ToLower(strings.NewReplacer(" ", "", "-", "").Replace(code))
	err = i.DB.System(ctx, func(tx *db.Tx) error {
		if len(code) != 6 {
			fits, err = useRecovery(ctx, tx, id, recoveryHash(id, code))
			return err
		}
		f, err := findFactor(ctx, tx, id)
		if err != nil || f == nil || !f.on {
			return err
		}
		secret, err := i.Keys.Unseal(f.secret, string(id))
		if err != nil {
			return fmt.Errorf("second factor of %s: %w", id, err)
		}
		step, ok := stepOf(code, secret, tx.Now)
		if !ok {
			fits = false
			return nil
		}
		fits, err = useStep(ctx, tx, id, step)
		return err
	})
	return fits, err
}

// stepOf finds the step, of this moment's or the ones beside it, whose code this is.
func stepOf(code, secret string, at time.Time) (int64, bool) {
	now := at.Unix() / totpPeriod
	for _, step := range []int64{now, now - 1, now + 1} {
		if ok, err := hotp.ValidateCustom(code, uint64(step), secret, totpForm); ok && err == nil { //nolint:gosec // after 1970
			return step, true
		}
	}
	return 0, false
}

func wrongCode() error {
	return problem.New(problem.Unauthorised, "wrong_code", "The code is wrong, or was used already. Wait for the next one.").On("body.code")
}

// newRecoveryCodes makes ten codes of 80 bits, and how they are kept.
func newRecoveryCodes(id UserID) (codes, hashes []string) {
	for range recoveryCodes {
		s := db.Secret()[:16]
		codes = append(codes, s[:4]+"-"+s[4:8]+"-"+s[8:12]+"-"+s[12:])
		hashes = append(hashes, recoveryHash(id, s))
	}
	return codes, hashes
}

func recoveryHash(id UserID, code string) string { return hashed(string(id) + " " + code) }

// qrPicture draws a text as a QR code in a data: address, dark on white with the margin that readers need (ISO/IEC 18004, 6.3.8).
func qrPicture(text string) (string, error) {
	code, err := qr.Encode(text, qr.M)
	if err != nil {
		return "", fmt.Errorf("qr code: %w", err)
	}
	side := strconv.Itoa(code.Size + 8)
	var b strings.Builder
	b.WriteString(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ` + side + ` ` + side + `" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h` +
		side + `v` + side + `H0z"/><path d="`)
	for y := range code.Size {
		for x := range code.Size {
			if code.Black(x, y) {
				fmt.Fprintf(&b, "M%d %dh1v1h-1z", x+4, y+4)
			}
		}
	}
	b.WriteString(`"/></svg>`)
	return "data:image/svg+xml;base64," + base64.StdEncoding.EncodeToString([]byte(b.String())), nil
}

// Package identity knows organisations, their units, who may sign in, and what each may do there.
package identity

import (
	"context"
	"log/slog"
	netmail "net/mail"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/alexedwards/scs/v2"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/jobs"
	"github.com/touchstone-cx/touchstone/internal/mail"
	"github.com/touchstone-cx/touchstone/internal/problem"
	"github.com/touchstone-cx/touchstone/internal/seal"
)

// UserID, UnitID and TokenID keep ids of different nouns apart.
type (
	UserID  string
	UnitID  string
	TokenID string
)

// Organisation is a tenant. Nothing crosses from one to another.
type Organisation struct {
	ID        db.Org    `json:"id"`
	Name      string    `json:"name"`
	Zone      string    `json:"zone" doc:"IANA time zone in which days, weeks and months are cut" example:"Europe/Zurich"`
	Language  string    `json:"language" example:"en"`
	CreatedAt time.Time `json:"created_at"`
	// TwoFactorRequired leads members without it to set it up before anything else.
	TwoFactorRequired bool `json:"two_factor_required" doc:"Members sign in with two factors, or set that up first"`
}

// Location is the organisation's time zone.
func (o *Organisation) Location() *time.Location {
	l, err := time.LoadLocation(o.Zone)
	if err != nil {
		return time.UTC // Validate refuses unknown zones, so this is a zone that left the database since
	}
	return l
}

// Validate checks the rules that need no database.
func (o *Organisation) Validate() error {
	if err := Name(o.Name, "body.organisation", 100); err != nil {
		return err
	}
	if !languageForm.MatchString(o.Language) {
		return problem.At("body.language", "language_invalid", "%.40q isn't a language such as en or de-CH.", o.Language)
	}
	if _, err := time.LoadLocation(o.Zone); err != nil || o.Zone == "" || o.Zone == "Local" {
		return problem.At("body.zone", "zone_unknown", "There is no time zone %q. Use an IANA name such as Europe/Zurich.", o.Zone)
	}
	return nil
}

var languageForm = regexp.MustCompile(`^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,4}$`) // the shape of BCP 47

// User is a login.
type User struct {
	ID        UserID    `json:"id"`
	Email     string    `json:"email"`
	Name      string    `json:"name"`
	Active    bool      `json:"active"`
	CreatedAt time.Time `json:"created_at"`
	TwoFactor bool      `json:"two_factor" doc:"Signs in with a code as well"`

	password string // argon2id hash
	lastOrg  db.Org // where they were last
	epoch    int64  // sessions of another have ended
}

// Membership is a user's place in one organisation.
type Membership struct {
	Org  db.Org
	User UserID
	Role Role
	Unit UnitID
}

// MinPassword is the shortest password taken, in characters (OWASP ASVS 5.0, 6.2.1 asks for 8 and recommends 15).
const MinPassword = 12

// Name checks a short text that people read: not blank, not too long, no control characters.
func Name(s, location string, most int) error {
	switch {
	case strings.TrimSpace(s) == "":
		return problem.At(location, "name_empty", "A name is needed.")
	case utf8.RuneCountInString(s) > most:
		return problem.At(location, "name_too_long", "A name has at most %d characters.", most)
	}
	return Clean(s, location)
}

// Clean refuses what can't be stored or shown: invalid UTF-8, U+0000 and other control characters.
func Clean(s, location string) error {
	if !utf8.ValidString(s) {
		return problem.At(location, "not_utf8", "The text isn't valid UTF-8.")
	}
	for _, r := range s {
		if r < ' ' && r != '\n' && r != '\t' && r != '\r' || r == 0x7f {
			return problem.At(location, "control_character", "The text holds a control character (U+%04X).", r)
		}
	}
	return nil
}

// Fold is how names are compared and sorted: lower case, outer blanks gone, inner runs of blanks made one.
func Fold(s string) string { return strings.ToLower(strings.Join(strings.Fields(s), " ")) }

func checkEmail(s string) error { return CheckEmail(s, "body.email") }

// CheckEmail refuses what isn't one e-mail address.
func CheckEmail(s, location string) error {
	a, err := netmail.ParseAddress(s)
	if err != nil || a.Address != s || len(s) > 254 || strings.ContainsFunc(s, unicode.IsControl) {
		return problem.At(location, "email_invalid", "%q isn't an e-mail address.", s)
	}
	return nil
}

func checkPassword(s string) error {
	if n := utf8.RuneCountInString(s); n < MinPassword || n > 200 {
		return problem.At("body.password", "password_length", "A password has %d to 200 characters.", MinPassword).
			With(problem.Args{"min": MinPassword})
	}
	return nil
}

// Auditor is what identity needs from audit.
type Auditor interface {
	Record(ctx context.Context, tx *db.Tx, verb, subject string, detail map[string]any) error
}

// Identity is the capability.
type Identity struct {
	DB       *db.DB
	Audit    Auditor
	Sessions *scs.SessionManager
	Log      *slog.Logger
	Version  string
	Public   string // the address people reach the program by
	// OnCreate runs in the transaction that makes an organisation, for what every organisation starts with.
	OnCreate []func(ctx context.Context, tx *db.Tx, org db.Org) error

	// Jobs does what must take a stranger's address as long as a known one. Keys seals the secrets of second factors.
	Jobs *jobs.Queue
	Keys *seal.Key
	Mail *mail.Mail // invitations and password resets

	// ZoneChanged is told when an organisation's days are cut elsewhere from now on.
	ZoneChanged func(db.Org)

	throttle *throttle
	tokens   db.Cache[cachedToken]
	orgs     db.Cache[Organisation]
	unitIDs  db.Cache[UnitID]
	absent   string // the hash of a password that nobody has
	setup    string // the code that lets a stranger set up, until somebody has
}

// New makes the capability.
func New(d *db.DB, audit Auditor, log *slog.Logger) (*Identity, error) {
	absent, err := hashPassword(db.Secret())
	return &Identity{DB: d, Audit: audit, Log: log, Sessions: newSessions(d), throttle: newThrottle(d), absent: absent, setup: db.Secret()}, err
}

// SetupCode is what serve prints while no organisation exists.
func (i *Identity) SetupCode() string { return i.setup }

// NeedsSetup reports whether there is no organisation yet.
func (i *Identity) NeedsSetup(ctx context.Context) (bool, error) {
	n := 0
	err := i.DB.SystemRead(ctx, func(tx *db.Tx) error {
		return tx.QueryRow(ctx, `select count(*) from organisation`).Scan(&n)
	})
	return n == 0, err
}

// Founding is what it takes to make an organisation and its owner.
type Founding struct {
	Organisation string `json:"organisation" minLength:"1" maxLength:"100"`
	Zone         string `json:"zone" example:"Europe/Zurich"`
	Name         string `json:"name,omitempty" maxLength:"100" doc:"The owner's name"`
	Email        string `json:"email"`
	Password     string `json:"password"`
	Code         string `json:"code,omitempty" doc:"The set-up code that serve prints; not needed from the same machine"`
}

// Found makes an organisation with its owner, its first unit and what every organisation starts with. With firstOnly it
// refuses as soon as there is one, even against another set-up at the same moment. A known e-mail address joins as owner if
// the password is the user's own.
func (i *Identity) Found(ctx context.Context, f Founding, firstOnly bool) (*Organisation, *User, error) {
	if f.Zone == "" {
		f.Zone = "UTC"
	}
	o := &Organisation{Name: strings.TrimSpace(f.Organisation), Zone: f.Zone, Language: "en"}
	if err := o.Validate(); err != nil {
		return nil, nil, err
	}
	if f.Name == "" {
		f.Name, _, _ = strings.Cut(f.Email, "@")
	}
	u, err := i.newUser(ctx, f.Email, f.Name, f.Password)
	if err != nil {
		return nil, nil, err
	}
	o.ID = db.Org(db.NewID("org", i.DB.Now()))
	err = i.DB.System(ctx, func(tx *db.Tx) error {
		if err := tx.Lock(ctx, lockFounding); err != nil {
			return err
		}
		if firstOnly {
			n := 0
			if err := tx.QueryRow(ctx, `select count(*) from organisation`).Scan(&n); err != nil {
				return err
			}
			if n > 0 {
				return problem.New(problem.Conflict, "already_set_up", "This installation is set up already. Sign in instead.")
			}
		}
		o.CreatedAt = tx.Now
		if err := insertOrganisation(ctx, tx, o); err != nil {
			return err
		}
		if u.CreatedAt.IsZero() {
			u.CreatedAt = tx.Now
			if err := insertUser(ctx, tx, u); err != nil {
				return err
			}
		}
		return insertMembership(ctx, tx, Membership{Org: o.ID, User: u.ID, Role: Owner})
	})
	if err != nil {
		return nil, nil, err
	}
	// The organisation's own tables open only in its own transaction; finish is safe to repeat.
	return o, u, i.finish(ctx, o, u)
}

const lockFounding = 2

// finish gives a new organisation its first unit and what the capabilities add.
func (i *Identity) finish(ctx context.Context, o *Organisation, u *User) error {
	ctx = With(ctx, Caller{Org: o.ID, Kind: ByUser, ID: string(u.ID), Name: u.Name, Role: Owner})
	return i.DB.Write(ctx, o.ID, func(tx *db.Tx) error {
		n := 0
		if err := tx.QueryRow(ctx, `select count(*) from unit where org = $1`, o.ID).Scan(&n); err != nil || n > 0 {
			return err
		}
		root := &Unit{ID: UnitID(tx.ID("unt")), Key: "enterprise", Name: o.Name, Kind: "enterprise", CreatedAt: tx.Now}
		if err := insertUnit(ctx, tx, o.ID, root); err != nil {
			return err
		}
		for _, fn := range i.OnCreate {
			if err := fn(ctx, tx, o.ID); err != nil {
				return err
			}
		}
		return i.Audit.Record(ctx, tx, "organisation.create", string(o.ID), map[string]any{"name": o.Name})
	})
}

// Repair finishes the founding of organisations that a killed process left half made.
func (i *Identity) Repair(ctx context.Context) error {
	all, err := i.Organisations(ctx)
	if err != nil {
		return err
	}
	for _, o := range all {
		owner, err := i.ownerOf(ctx, o.ID)
		if err != nil {
			return err
		}
		if err := i.finish(ctx, &o, owner); err != nil {
			return err
		}
	}
	return nil
}

// newUser returns the user with that address if the password is right, or a new one not yet stored.
func (i *Identity) newUser(ctx context.Context, email, name, password string) (*User, error) {
	if err := checkEmail(email); err != nil {
		return nil, err
	}
	if err := Name(name, "body.name", 100); err != nil {
		return nil, err
	}
	if err := checkPassword(password); err != nil {
		return nil, err
	}
	u, err := i.userByEmail(ctx, email)
	if err != nil {
		return nil, err
	}
	if u != nil {
		// Whoever may add people must not be able to guess at the passwords of those who have a login elsewhere.
		if wait := i.throttle.wait(email, ""); wait > 0 {
			return nil, tooMany(wait)
		}
		if !passwordFits(password, u.password) {
			i.throttle.failed(email, "")
			return nil, problem.At("body.email", "email_taken", "There is a user with this e-mail address, and the password isn't theirs.")
		}
		return u, nil
	}
	hash, err := hashPassword(password)
	if err != nil {
		return nil, err
	}
	return &User{ID: UserID(db.NewID("usr", i.DB.Now())), Email: email, Name: name, Active: true, password: hash}, nil
}

// Organisation returns one organisation, from memory where it can.
func (i *Identity) Organisation(ctx context.Context, org db.Org) (*Organisation, error) {
	if o, ok := i.orgs.Get(org, ""); ok {
		return &o, nil
	}
	var o *Organisation
	err := i.DB.SystemRead(ctx, func(tx *db.Tx) (err error) { o, err = findOrganisation(ctx, tx, org); return err })
	if err != nil {
		return nil, err
	}
	i.orgs.Set(org, "", *o)
	return o, nil
}

// OrganisationNamed finds an organisation by its name.
func (i *Identity) OrganisationNamed(ctx context.Context, name string) (*Organisation, error) {
	all, err := i.Organisations(ctx)
	if err != nil {
		return nil, err
	}
	at := slices.IndexFunc(all, func(o Organisation) bool { return Fold(o.Name) == Fold(name) })
	if at < 0 {
		return nil, problem.New(problem.NotFound, "organisation_unknown", "There is no organisation named %q.", name)
	}
	return &all[at], nil
}

// Organisations lists all of them, for work that goes through every one.
func (i *Identity) Organisations(ctx context.Context) (all []Organisation, err error) {
	err = i.DB.SystemRead(ctx, func(tx *db.Tx) error { all, err = listOrganisations(ctx, tx); return err })
	return all, err
}

// OrganisationEdit is what an administrator may change. Empty fields stay as they are.
type OrganisationEdit struct {
	Name     string `json:"name,omitempty" maxLength:"100"`
	Zone     string `json:"zone,omitempty"`
	Language string `json:"language,omitempty" maxLength:"20"`
	// TwoFactorRequired can't be set by somebody who has no second factor: they would shut themselves out.
	TwoFactorRequired *bool `json:"two_factor_required,omitempty"`
}

// EditOrganisation changes the caller's organisation. ZoneChanged is called when the days are cut elsewhere from now on.
func (i *Identity) EditOrganisation(ctx context.Context, org db.Org, e OrganisationEdit) (o *Organisation, zoneChanged bool, err error) {
	err = i.DB.Write(ctx, org, func(tx *db.Tx) error {
		zoneChanged = false
		if o, err = findOrganisation(ctx, tx, org); err != nil {
			return err
		}
		if e.Name != "" {
			o.Name = strings.TrimSpace(e.Name)
		}
		if e.Zone != "" {
			zoneChanged, o.Zone = o.Zone != e.Zone, e.Zone
		}
		if e.Language != "" {
			o.Language = e.Language
		}
		if err := i.requireTwoFactor(ctx, tx, o, e.TwoFactorRequired); err != nil {
			return err
		}
		if err := o.Validate(); err != nil {
			return err
		}
		if err := updateOrganisation(ctx, tx, o); err != nil {
			return err
		}
		tx.AfterCommit(func() { i.orgs.Drop(org, "") })
		return i.Audit.Record(ctx, tx, "organisation.edit", string(org), map[string]any{"name": o.Name, "zone": o.Zone, "two_factor_required": o.TwoFactorRequired})
	})
	return o, zoneChanged, err
}

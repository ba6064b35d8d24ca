package reply

import (
	"context"
	"database/sql"
	"errors"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/mail"
	"github.com/touchstone-cx/touchstone/internal/problem"
	"github.com/touchstone-cx/touchstone/internal/web"
)

// TemplateID is a template's id.
type TemplateID string

// TemplateInput is what a person writes of a template.
type TemplateInput struct {
	Name     string `json:"name" maxLength:"100"`
	Language string `json:"language" maxLength:"35" example:"en"`
	Subject  string `json:"subject" maxLength:"200"`
	Body     string `json:"body" maxLength:"20000" doc:"May hold fields such as {{customer.name}}"`
	Shared   bool   `json:"shared" doc:"For everybody, not for you alone"`
}

// Template is a letter to begin with.
type Template struct {
	ID TemplateID `json:"id"`
	TemplateInput
	Mine      bool      `json:"mine" doc:"You made it"`
	Version   int       `json:"version"`
	CreatedAt time.Time `json:"created_at"`

	owner string
}

const maxTemplates = 500

var languageForm = regexp.MustCompile(`^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,4}$`)

// Validate checks the rules that need no database.
func (t *TemplateInput) Validate() error {
	if err := identity.Name(t.Name, "body.name", 100); err != nil {
		return err
	}
	if !languageForm.MatchString(t.Language) {
		return problem.At("body.language", "language_invalid", "%.40q isn't a language such as en or de-CH.", t.Language)
	}
	if err := checkSubject(t.Subject, "body.subject"); err != nil {
		return err
	}
	if err := checkBody(t.Body, "body.body"); err != nil {
		return err
	}
	if _, err := parse(t.Subject, "body.subject"); err != nil {
		return err
	}
	_, err := parse(t.Body, "body.body")
	return err
}

func checkSubject(s, at string) error {
	switch {
	case strings.TrimSpace(s) == "":
		return problem.At(at, "subject_needed", "A letter needs a subject.")
	case utf8.RuneCountInString(s) > maxSubject:
		return problem.At(at, "text_too_long", "At most %d characters.", maxSubject)
	case strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r == 0x7f || r == '\u2028' || r == '\u2029' }):
		return problem.At(at, "mail_line_break", "A subject or name holds no line breaks or control characters.")
	}
	return identity.Clean(s, at)
}

func checkBody(s, at string) error {
	switch {
	case strings.TrimSpace(s) == "":
		return problem.At(at, "text_needed", "A letter needs words.")
	case utf8.RuneCountInString(s) > maxBody:
		return problem.At(at, "text_too_long", "At most %d characters.", maxBody)
	}
	return identity.Clean(s, at)
}

// mayShare refuses who may not write what everybody sends.
func mayShare(ctx context.Context) error {
	if !identity.From(ctx).May(identity.TemplateShare) {
		return problem.New(problem.Forbidden, "template_not_yours", "Your role doesn't change templates that everybody uses. Make one of your own.").On("body.shared")
	}
	return nil
}

// Templates lists what the caller can begin with: their own and what everybody has.
func (r *Replies) Templates(ctx context.Context, org db.Org) (all []Template, err error) {
	err = r.DB.Read(ctx, org, func(tx *db.Tx) error {
		rows, err := tx.Query(ctx, `select `+templateColumns+` from reply_template where org = $1 and deleted_at is null and (shared = $2 or owner = $3)
			order by name_folded, id`, org, true, identity.From(ctx).ID)
		all, err = db.Collect(rows, err, scanTemplate(ctx))
		return err
	})
	return all, err
}

// Template returns one that the caller may use, or a not-found problem.
func (r *Replies) Template(ctx context.Context, org db.Org, id TemplateID) (t *Template, err error) {
	err = r.DB.Read(ctx, org, func(tx *db.Tx) error { t, err = findTemplate(ctx, tx, org, id); return err })
	return t, err
}

// AddTemplate makes a template. The same request key again returns what the first time made.
func (r *Replies) AddTemplate(ctx context.Context, org db.Org, in TemplateInput, key string) (t *Template, err error) {
	if err := in.Validate(); err != nil {
		return nil, err
	}
	if in.Shared {
		if err := mayShare(ctx); err != nil {
			return nil, err
		}
	}
	err = r.DB.Write(ctx, org, func(tx *db.Tx) error {
		if key != "" {
			var id TemplateID
			err := tx.QueryRow(ctx, `select id from reply_template where org = $1 and made_key = $2`, org, key).Scan(&id)
			if err == nil {
				t, err = findTemplate(ctx, tx, org, id)
				return err
			} else if !errors.Is(err, sql.ErrNoRows) {
				return err
			}
		}
		n := 0
		if err := tx.QueryRow(ctx, `select count(*) from reply_template where org = $1 and deleted_at is null`, org).Scan(&n); err != nil {
			return err
		}
		if n >= maxTemplates {
			return problem.New(problem.Invalid, "too_many_templates", "An organisation has at most %d templates.", maxTemplates)
		}
		t = &Template{ID: TemplateID(tx.ID("tpl")), TemplateInput: in, Mine: true, Version: 1, CreatedAt: tx.Now, owner: identity.From(ctx).ID}
		if _, err := tx.Exec(ctx, `insert into reply_template (org, id, name, name_folded, language, subject, body, shared, owner, version, made_key, created_at)
			values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1, $10, $11)`, org, t.ID, t.Name, identity.Fold(t.Name), t.Language, t.Subject, t.Body, t.Shared,
			t.owner, db.NullText(key), tx.Micros()); err != nil {
			return err
		}
		return r.Audit.Record(ctx, tx, "template.create", string(t.ID), map[string]any{"name": t.Name, "shared": t.Shared})
	})
	return t, err
}

// EditTemplate replaces what a template says. version is the one the editor saw.
func (r *Replies) EditTemplate(ctx context.Context, org db.Org, id TemplateID, version int, in TemplateInput) (t *Template, err error) {
	if err := in.Validate(); err != nil {
		return nil, err
	}
	err = r.DB.Write(ctx, org, func(tx *db.Tx) error {
		if t, err = mine(ctx, tx, org, id, in.Shared); err != nil {
			return err
		}
		if t.Version != version {
			return web.Stale()
		}
		t.TemplateInput = in
		t.Version++
		if _, err := tx.Exec(ctx, `update reply_template set name = $1, name_folded = $2, language = $3, subject = $4, body = $5, shared = $6, version = $7
			where org = $8 and id = $9`, t.Name, identity.Fold(t.Name), t.Language, t.Subject, t.Body, t.Shared, t.Version, org, id); err != nil {
			return err
		}
		return r.Audit.Record(ctx, tx, "template.edit", string(id), map[string]any{"name": t.Name, "shared": t.Shared})
	})
	return t, err
}

// DropTemplate ends a template. What was sent with it stays.
func (r *Replies) DropTemplate(ctx context.Context, org db.Org, id TemplateID) error {
	return r.DB.Write(ctx, org, func(tx *db.Tx) error {
		t, err := mine(ctx, tx, org, id, false)
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `update reply_template set deleted_at = $1 where org = $2 and id = $3`, tx.Micros(), org, id); err != nil {
			return err
		}
		return r.Audit.Record(ctx, tx, "template.delete", string(id), map[string]any{"name": t.Name})
	})
}

// mine returns a template that the caller may change: their own, or everybody's where their role may. share is whether it is to
// become everybody's.
func mine(ctx context.Context, tx *db.Tx, org db.Org, id TemplateID, share bool) (*Template, error) {
	t, err := findTemplate(ctx, tx, org, id)
	if err == nil && (t.Shared || share) {
		err = mayShare(ctx)
	}
	return t, err
}

const templateColumns = `id, name, language, subject, body, shared, owner, version, created_at`

func scanTemplate(ctx context.Context) func(db.Scanner) (Template, error) {
	return func(r db.Scanner) (t Template, err error) {
		var at int64
		err = r.Scan(&t.ID, &t.Name, &t.Language, &t.Subject, &t.Body, &t.Shared, &t.owner, &t.Version, &at)
		t.CreatedAt, t.Mine = db.Micros(at), t.owner == identity.From(ctx).ID
		return t, err
	}
}

func findTemplate(ctx context.Context, tx *db.Tx, org db.Org, id TemplateID) (*Template, error) {
	t, err := scanTemplate(ctx)(tx.QueryRow(ctx, `select `+templateColumns+` from reply_template where org = $1 and id = $2 and deleted_at is null`, org, id))
	if errors.Is(err, sql.ErrNoRows) || err == nil && !t.Shared && !t.Mine {
		return nil, problem.New(problem.NotFound, "template_unknown", "There is no template %s.", cut(string(id), 60))
	}
	return &t, err
}

// Sender is as whom a unit writes, where it says so; else as the unit above it does.
type Sender struct {
	Unit     identity.UnitID `json:"unit,omitempty" doc:"Empty is the whole organisation"`
	FromName string          `json:"from_name" maxLength:"100" doc:"Shown before the sender's address"`
	ReplyTo  string          `json:"reply_to" maxLength:"254" doc:"Where the customer's answers go"`
}

// Senders lists what units say.
func (r *Replies) Senders(ctx context.Context, org db.Org) (all []Sender, err error) {
	err = r.DB.Read(ctx, org, func(tx *db.Tx) error { all, err = senders(ctx, tx, org); return err })
	return all, err
}

func senders(ctx context.Context, tx *db.Tx, org db.Org) ([]Sender, error) {
	rows, err := tx.Query(ctx, `select unit, from_name, reply_to from reply_sender where org = $1 order by unit`, org)
	return db.Collect(rows, err, func(r db.Scanner) (s Sender, err error) {
		err = r.Scan(&s.Unit, &s.FromName, &s.ReplyTo)
		return s, err
	})
}

// SetSender says as whom a unit writes; nothing said at all removes it.
func (r *Replies) SetSender(ctx context.Context, org db.Org, s Sender) error {
	s.FromName, s.ReplyTo = strings.TrimSpace(s.FromName), strings.TrimSpace(s.ReplyTo)
	if strings.ContainsFunc(s.FromName, func(r rune) bool { return r < ' ' || r == 0x7f || r == '\u2028' || r == '\u2029' }) {
		return problem.At("body.from_name", "mail_line_break", "A subject or name holds no line breaks or control characters.")
	}
	if s.ReplyTo != "" {
		a, err := mail.ParseAddress("body.reply_to", s.ReplyTo)
		if err != nil {
			return err
		}
		s.ReplyTo = a.Email
	}
	return r.DB.Write(ctx, org, func(tx *db.Tx) error {
		if s.Unit != "" {
			units, err := identity.UnitsIn(ctx, tx, org)
			if err != nil {
				return err
			}
			if !identity.Known(units, s.Unit) {
				return problem.At("body.unit", "unit_unknown", "There is no unit %.60q.", s.Unit)
			}
		}
		if _, err := tx.Exec(ctx, `delete from reply_sender where org = $1 and unit = $2`, org, s.Unit); err != nil {
			return err
		}
		if s.FromName != "" || s.ReplyTo != "" {
			if _, err := tx.Exec(ctx, `insert into reply_sender (org, unit, from_name, reply_to) values ($1, $2, $3, $4)`, org, s.Unit, s.FromName, s.ReplyTo); err != nil {
				return err
			}
		}
		return r.Audit.Record(ctx, tx, "reply.sender", string(s.Unit), map[string]any{"from_name": s.FromName, "reply_to": s.ReplyTo})
	})
}

// voice is as whom a letter goes out.
type voice struct {
	Name    string
	ReplyTo mail.Address
}

// senderOf walks up from a unit: the first that says a name, the first that says where answers go.
func (r *Replies) senderOf(ctx context.Context, tx *db.Tx, org db.Org, unit identity.UnitID) (v voice, err error) {
	all, err := senders(ctx, tx, org)
	if err != nil || len(all) == 0 {
		return v, err
	}
	units, err := identity.UnitsIn(ctx, tx, org)
	if err != nil {
		return v, err
	}
	take := func(u identity.UnitID) {
		for _, s := range all {
			if s.Unit != u {
				continue
			}
			if v.Name == "" {
				v.Name = s.FromName
			}
			if v.ReplyTo.Email == "" {
				v.ReplyTo.Email = s.ReplyTo
			}
		}
	}
	for steps := 0; unit != "" && steps < 100; steps++ {
		take(unit)
		above := identity.UnitID("")
		for _, u := range units {
			if u.ID == unit {
				above = u.Parent
			}
		}
		unit = above
	}
	take("")
	return v, nil
}

package signal

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/masking"
	"github.com/touchstone-cx/touchstone/internal/problem"
	"github.com/touchstone-cx/touchstone/internal/web"
)

// Masking is what an organisation masks in comments and attributes before anything is stored.
type Masking struct {
	Off     []masking.Kind `json:"off" doc:"Built-in patterns that are switched off" enum:"card_number,bank_account,national_id,password"`
	Own     []OwnPattern   `json:"own" maxItems:"20"`
	Version int            `json:"version" readOnly:"true"`
}

// OwnPattern is one of an organisation's own.
type OwnPattern struct {
	Name       string `json:"name" maxLength:"40" doc:"What stands instead, in brackets" example:"member number"`
	Expression string `json:"expression" maxLength:"300" doc:"RE2, as in Go: no look-around, and time that grows with the text only" example:"\\bM-\\d{5}\\b"`
}

// Masked is a text as it would be stored, and what was found in it.
type Masked struct {
	Text  string         `json:"text"`
	Found map[string]int `json:"found" doc:"What was masked, and how often"`
	Micro int64          `json:"microseconds" doc:"How long it took"`
}

const (
	maxOwn = 20
	// slowest is how long a pattern may take for the longest comment there is: every signal pays for it.
	slowest = 50 * time.Millisecond
	// masksFresh is how long another process may go on masking as before.
	masksFresh = 5 * time.Second
)

// kept is a masker and when it was read.
type keptMasker struct {
	masker *masking.Masker
	at     time.Time
}

// Masker returns what masks an organisation's texts. Whoever stores words of customers before they are a signal uses it too.
func (l *Log) Masker(ctx context.Context, org db.Org) (*masking.Masker, error) {
	if k, ok := l.masks.Get(org, ""); ok && time.Since(k.at) < masksFresh {
		return k.masker, nil
	}
	m, err := l.Masking(ctx, org)
	if err != nil {
		return nil, err
	}
	masker, err := m.compile()
	if err != nil {
		return nil, err
	}
	l.masks.Set(org, "", keptMasker{masker, time.Now()})
	return masker, nil
}

// Masking returns what an organisation masks.
func (l *Log) Masking(ctx context.Context, org db.Org) (m *Masking, err error) {
	err = l.DB.Read(ctx, org, func(tx *db.Tx) error { m, err = findMasking(ctx, tx, org); return err })
	return m, err
}

// SetMasking replaces what is masked from now on. What is stored already stays as it is.
func (l *Log) SetMasking(ctx context.Context, org db.Org, version int, in *Masking) (*Masking, error) {
	masker, err := in.compile()
	if err != nil {
		return nil, err
	}
	err = l.DB.Write(ctx, org, func(tx *db.Tx) error {
		now, err := findMasking(ctx, tx, org)
		if err != nil {
			return err
		}
		if now.Version != version {
			return web.Stale()
		}
		in.Version = version + 1
		if err := storeMasking(ctx, tx, org, in); err != nil {
			return err
		}
		names := make([]string, len(in.Own))
		for i, p := range in.Own {
			names[i] = p.Name
		}
		tx.AfterCommit(func() { l.masks.Set(org, "", keptMasker{masker, time.Now()}) })
		return l.Audit.Record(ctx, tx, "masking.edit", string(org), map[string]any{"off": in.Off, "own": names})
	})
	return in, err
}

// TryMasking shows what would become of a text, and stores nothing.
func (l *Log) TryMasking(in *Masking, text string) (*Masked, error) {
	m, err := in.compile()
	if err != nil {
		return nil, err
	}
	began := time.Now()
	out, found := m.Text(text)
	if found == nil {
		found = masking.Found{}
	}
	return &Masked{Text: out, Found: found, Micro: time.Since(began).Microseconds()}, nil
}

// compile checks the patterns and makes the masker.
func (m *Masking) compile() (*masking.Masker, error) {
	if m.Off == nil {
		m.Off = []masking.Kind{}
	}
	if m.Own == nil {
		m.Own = []OwnPattern{}
	}
	for _, k := range m.Off {
		if !slices.Contains(masking.Kinds, k) {
			return nil, problem.At("body.off", "pattern_unknown", "There is no built-in pattern %.40q.", string(k))
		}
	}
	if len(m.Own) > maxOwn {
		return nil, problem.At("body.own", "too_many_patterns", "At most %d patterns of your own.", maxOwn)
	}
	own := make([]masking.Pattern, len(m.Own))
	for i, p := range m.Own {
		e, err := p.compile("body.own[" + strconv.Itoa(i) + "]")
		if err != nil {
			return nil, err
		}
		own[i] = masking.Pattern{Name: p.Name, Expression: e}
	}
	return masking.New(m.Off, own), nil
}

func (p *OwnPattern) compile(place string) (*regexp.Regexp, error) {
	if err := identity.Name(p.Name, place+".name", 40); err != nil {
		return nil, err
	}
	if strings.ContainsAny(p.Name, "[]\n") {
		return nil, problem.At(place+".name", "name_brackets", "A pattern's name stands in brackets already: leave them out.")
	}
	if len(p.Expression) > 300 {
		return nil, problem.At(place+".expression", "text_too_long", "At most 300 characters.")
	}
	e, err := regexp.Compile(p.Expression)
	if err != nil {
		return nil, problem.At(place+".expression", "pattern_invalid", "That isn't a pattern of RE2: %s.", strings.TrimPrefix(err.Error(), "error parsing regexp: "))
	}
	if e.MatchString("") {
		return nil, problem.At(place+".expression", "pattern_empty", "This pattern matches the empty text, so it would match everywhere.")
	}
	began := time.Now()
	for _, s := range []string{strings.Repeat("The agent waited 25 minutes for A-1234, aaaa. ", MaxComment/46), strings.Repeat("a1 ", MaxComment/3)} {
		e.FindAllStringIndex(s, -1)
	}
	if took := time.Since(began) / 2; took > slowest {
		return nil, problem.At(place+".expression", "pattern_slow", "This pattern takes %d ms for a long comment; %d ms are allowed. Make it simpler.",
			took.Milliseconds(), slowest.Milliseconds()).With(problem.Args{"took": took.Milliseconds(), "max": slowest.Milliseconds()})
	}
	return e, nil
}

// mask takes out of an entry's words what nobody should keep. It comes before anything is hashed or stored.
func (l *Log) mask(ctx context.Context, org db.Org, c *Content) error {
	if len(c.Comments) == 0 && len(c.Attributes) == 0 {
		return nil
	}
	m, err := l.Masker(ctx, org)
	if err != nil {
		return err
	}
	var all masking.Found
	for i := range c.Comments {
		text, found := m.Text(c.Comments[i].Text)
		if found != nil {
			c.Comments[i].Text = text
			all.Add(found)
		}
	}
	for k, v := range c.Attributes {
		if text, found := m.Text(v); found != nil {
			c.Attributes[k] = text
			all.Add(found)
		}
	}
	c.Masked = all
	return nil
}

func findMasking(ctx context.Context, tx *db.Tx, org db.Org) (*Masking, error) {
	m := &Masking{Off: []masking.Kind{}, Own: []OwnPattern{}}
	var off, own string
	err := tx.QueryRow(ctx, `select off, own, version from masking where org = $1`, org).Scan(&off, &own, &m.Version)
	if errors.Is(err, sql.ErrNoRows) {
		return m, nil
	}
	if err != nil {
		return nil, err
	}
	return m, errors.Join(json.Unmarshal([]byte(off), &m.Off), json.Unmarshal([]byte(own), &m.Own))
}

func storeMasking(ctx context.Context, tx *db.Tx, org db.Org, m *Masking) error {
	off, err := json.Marshal(m.Off)
	if err != nil {
		return err
	}
	own, err := json.Marshal(m.Own)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `insert into masking (org, off, own, version) values ($1, $2, $3, $4)
		on conflict (org) do update set off = excluded.off, own = excluded.own, version = excluded.version`, org, string(off), string(own), m.Version)
	return err
}

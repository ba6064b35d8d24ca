package customer

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/problem"
	"github.com/touchstone-cx/touchstone/internal/web"
)

// EntryKind says what happened to or with a customer.
type EntryKind string

// The closed list of kinds.
const (
	SignalEntry     EntryKind = "signal"
	CaseEntry       EntryKind = "case"
	CommitmentEntry EntryKind = "commitment"
	PurchaseEntry   EntryKind = "purchase"
	MessageEntry    EntryKind = "message"
	ConsentEntry    EntryKind = "consent"
	MergeEntry      EntryKind = "merge"
)

// EntryKinds lists every kind.
var EntryKinds = []EntryKind{SignalEntry, CaseEntry, CommitmentEntry, PurchaseEntry, MessageEntry, ConsentEntry, MergeEntry}

// Entry is one line of a customer's timeline. What a field holds depends on the kind; empty ones are left out.
type Entry struct {
	ID     string    `json:"id"`
	At     time.Time `json:"at"`
	Kind   EntryKind `json:"kind" enum:"signal,case,commitment,purchase,message,consent,merge"`
	Link   string    `json:"link,omitempty" doc:"What it leads to: the id of the signal, or of the case that a case, commitment or message belongs to"`
	Ref    string    `json:"ref,omitempty" example:"C-1042"`
	Title  string    `json:"title,omitempty" doc:"A case's title, a message's subject, what was promised, the product, the purpose, who was merged"`
	Text   string    `json:"text,omitempty" doc:"What was said: a comment, a message's first words, evidence"`
	State  string    `json:"state,omitempty" doc:"case: its state; commitment: open, kept, broken, withdrawn; purchase: bought, cancelled, returned; message: waiting (it can still be taken back), queued, sent, failed, held, received; consent: given, withdrawn; merge: merged, undone; signal: its kind"`
	Source string    `json:"source,omitempty" doc:"Channel, or where consent was given; message: letter, page (they wrote on the status page), hand (somebody noted what they answered), follow_up (they were asked again)"`
	Place  string    `json:"place,omitempty" doc:"Touch point"`
	By     string    `json:"by,omitempty"`
	Due    time.Time `json:"due,omitzero"`
	Scores []Scored  `json:"scores,omitempty"`
	Amount *Money    `json:"amount,omitempty"`
	Count  int64     `json:"count,omitempty" doc:"Quantity of a purchase"`

	// Order sorts what happened at the same moment; the id where it is empty.
	Order string `json:"-"`
}

// Scored is one score of a signal.
type Scored struct {
	Metric string  `json:"metric"`
	Name   string  `json:"name"`
	Score  float64 `json:"score"`
	Max    float64 `json:"max"`
}

func (e *Entry) order() string {
	if e.Order != "" {
		return e.Order
	}
	return e.ID
}

// Position is a place in the timeline: what lies after it is older, or as old with a lesser order. The zero Position is the
// beginning.
type Position struct {
	At    time.Time
	Order string
}

// Source tells one kind of entry. List returns at most limit entries of these customers that come after the position, the
// newest first, those of one moment by falling Order (or id): for SQL that is (at < $p or at = $p and id < $o) order by at desc,
// id desc. Ids begin with a prefix of three letters that is theirs alone.
type Source struct {
	Kind EntryKind
	Verb web.Verb // who may see these; others don't get them
	List func(ctx context.Context, org db.Org, customers []ID, before Position, limit int) ([]Entry, error)
}

// Before is the condition of a source's SQL on a position, with its arguments numbered from. An empty one is no condition.
func (p Position) Before(at, id string, from int) (string, []any) {
	if p == (Position{}) {
		return "", nil
	}
	return fmt.Sprintf(" and %s <= $%d and (%s < $%d or %s < $%d)", at, from, at, from, id, from+1), []any{p.At.UnixMicro(), p.Order}
}

// Number reads the number out of an Order made of it; one of another source says whether it comes before or after all of ours.
func (p Position) Number(prefix string) int64 {
	if rest, ok := strings.CutPrefix(p.Order, prefix); ok {
		n, _ := strconv.ParseInt(rest, 10, 64)
		return n
	}
	if p.Order > prefix {
		return math.MaxInt64
	}
	return 0
}

// NumberOrder is the Order of an entry that is sorted by number.
func NumberOrder(prefix string, n int64) string { return fmt.Sprintf("%s%019d", prefix, n) }

// History returns a page of a customer's timeline, the newest first, of some kinds or of all.
func (c *Customers) History(ctx context.Context, org db.Org, id ID, kinds []EntryKind, cursor string, limit int) (list []Entry, next string, err error) {
	before, err := readPosition(cursor)
	if err != nil {
		return nil, "", err
	}
	for _, k := range kinds {
		if !slices.Contains(EntryKinds, k) {
			return nil, "", problem.At("query.kind", "kind_unknown", "There is no kind %.40q.", k)
		}
	}
	k, err := c.Find(ctx, org, id)
	if err != nil {
		return nil, "", err
	}
	caller := identity.From(ctx)
	for _, s := range append(c.own(), c.Timeline...) {
		if len(kinds) > 0 && !slices.Contains(kinds, s.Kind) || !caller.May(s.Verb) {
			continue
		}
		some, err := s.List(ctx, org, k.Family(), before, limit+1)
		if err != nil {
			return nil, "", fmt.Errorf("timeline of %ss: %w", s.Kind, err)
		}
		list = append(list, some...)
	}
	slices.SortFunc(list, func(a, b Entry) int {
		if d := b.At.Compare(a.At); d != 0 {
			return d
		}
		return strings.Compare(b.order(), a.order())
	})
	if len(list) > limit {
		list = list[:limit]
		last := &list[limit-1]
		next = strconv.FormatInt(last.At.UnixMicro(), 36) + "." + last.order()
	}
	return list, next, nil
}

func readPosition(s string) (Position, error) {
	if s == "" {
		return Position{}, nil
	}
	at, order, _ := strings.Cut(s, ".")
	us, err := strconv.ParseInt(at, 36, 64)
	if err != nil || order == "" || identity.Clean(order, "") != nil {
		return Position{}, problem.At("query.cursor", "cursor_invalid", "This cursor didn't come from here.")
	}
	return Position{At: db.Micros(us), Order: order}, nil
}

// own are the sources that this package tells itself.
func (c *Customers) own() []Source {
	read := func(list func(context.Context, *db.Tx, db.Org, []ID, Position, int) ([]Entry, error)) func(context.Context, db.Org, []ID, Position, int) ([]Entry, error) {
		return func(ctx context.Context, org db.Org, family []ID, before Position, limit int) (out []Entry, err error) {
			err = c.DB.Read(ctx, org, func(tx *db.Tx) error { out, err = list(ctx, tx, org, family, before, limit); return err })
			return out, err
		}
	}
	return []Source{
		{PurchaseEntry, identity.CustomerRead, read(purchaseEntries)},
		{ConsentEntry, identity.CustomerRead, read(consentEntries)},
		{MergeEntry, identity.CustomerRead, read(mergeEntries)},
	}
}

func consentEntries(ctx context.Context, tx *db.Tx, org db.Org, family []ID, before Position, limit int) ([]Entry, error) {
	list, err := ledger(ctx, tx, org, family, before, limit)
	out := make([]Entry, len(list))
	for i, c := range list {
		out[i] = Entry{ID: c.ID, At: c.At, Kind: ConsentEntry, Title: c.Purpose, State: c.State, Source: c.Source, Text: c.Evidence, By: c.By}
	}
	return out, err
}

// page gathers the arguments of a source's query: $1 is the organisation, then the customers.
type page struct {
	marks    string
	args     []any
	position Position
}

func newPage(org db.Org, family []ID, before Position) *page {
	marks, args := db.Marks(2, family)
	return &page{marks: marks, args: append([]any{org}, args...), position: before}
}

func (p *page) arg(v any) string {
	p.args = append(p.args, v)
	return "$" + strconv.Itoa(len(p.args))
}

func (p *page) before(at, id string) string {
	text, args := p.position.Before(at, id, len(p.args)+1)
	p.args = append(p.args, args...)
	return text
}

// Score sums up what a customer's signals said of one metric.
type Score struct {
	Metric string      `json:"metric"`
	Name   string      `json:"name"`
	Min    float64     `json:"min"`
	Max    float64     `json:"max"`
	Up     bool        `json:"higher_is_better"`
	N      int         `json:"n"`
	Mean   float64     `json:"mean"`
	Last   float64     `json:"last"`
	LastAt time.Time   `json:"last_at"`
	Points []ScorePast `json:"points" doc:"The latest 24, oldest first"`
}

// ScorePast is one score and when it was given.
type ScorePast struct {
	At    time.Time `json:"at"`
	Score float64   `json:"score"`
}

package customer

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/problem"
)

// Channel is a way to reach a customer.
type Channel string

// Channels is the closed list.
var Channels = []Channel{Email, Phone, SMS, Post}

// The channels.
const (
	Email Channel = "email"
	Phone Channel = "phone"
	SMS   Channel = "sms"
	Post  Channel = "post"
)

// Preferences say how a customer wants to be contacted.
type Preferences struct {
	DoNotContact bool      `json:"do_not_contact" doc:"Not through any channel, for no purpose"`
	Channels     []Channel `json:"channels" doc:"Through which they may be contacted; all, unless they said otherwise"`
}

// stored is how the channels are kept: nothing for all, a dash for none.
func (p Preferences) stored() string {
	switch len(p.Channels) {
	case len(Channels):
		return ""
	case 0:
		return "-"
	}
	words := make([]string, len(p.Channels))
	for i, c := range p.Channels {
		words[i] = string(c)
	}
	return strings.Join(words, ",")
}

// channelsOf reads what stored writes.
func channelsOf(stored string) []Channel {
	if stored == "" {
		return slices.Clone(Channels)
	}
	out := []Channel{}
	for s := range strings.SplitSeq(strings.Trim(stored, "-"), ",") {
		if s != "" {
			out = append(out, Channel(s))
		}
	}
	return out
}

func inOrder(list []Channel) []Channel {
	out := []Channel{}
	for _, c := range Channels {
		if slices.Contains(list, c) {
			out = append(out, c)
		}
	}
	return out
}

// Purposes of contacting a customer: to answer what they brought up, to ask how it was, to offer, to study.
const (
	ForService   = "service"
	ForSurvey    = "survey"
	ForMarketing = "marketing"
	ForResearch  = "research"
)

// Purpose is a reason to contact customers, and whether they must have agreed beforehand.
type Purpose struct {
	Key   string `json:"key" enum:"service,survey,marketing,research"`
	OptIn bool   `json:"opt_in" doc:"Only with consent. Otherwise until it is withdrawn"`
}

// standard is what holds until an organisation says otherwise.
var standard = []Purpose{{ForService, false}, {ForSurvey, false}, {ForMarketing, true}, {ForResearch, true}}

func (f *Fields) validatePurposes() error {
	for n, p := range f.Purposes {
		if !knownPurpose(p.Key) {
			return problem.At(fmt.Sprintf("body.purposes[%d].key", n), "purpose_unknown", "There is no purpose %.40q.", p.Key)
		}
	}
	f.completePurposes()
	return nil
}

func knownPurpose(key string) bool {
	return slices.ContainsFunc(standard, func(p Purpose) bool { return p.Key == key })
}

// completePurposes lists every purpose once, in the standard order.
func (f *Fields) completePurposes() {
	said := f.Purposes
	f.Purposes = slices.Clone(standard)
	for i := range f.Purposes {
		for _, p := range said {
			if p.Key == f.Purposes[i].Key {
				f.Purposes[i] = p
			}
		}
	}
}

// Consent is one line of the ledger.
type Consent struct {
	ID         string    `json:"id,omitempty"`
	Purpose    string    `json:"purpose" enum:"service,survey,marketing,research"`
	State      string    `json:"state" enum:"given,withdrawn,none" doc:"none: nobody has said anything"`
	Allowed    bool      `json:"allowed" doc:"Whether this purpose may be pursued as things stand"`
	Source     string    `json:"source,omitempty" doc:"Where it was said: a form, a call, a shop"`
	Evidence   string    `json:"evidence,omitempty"`
	At         time.Time `json:"at,omitzero"`
	RecordedAt time.Time `json:"recorded_at,omitzero"`
	By         string    `json:"by,omitempty" doc:"Who entered it"`
}

// ConsentInput is what a customer said about one purpose.
type ConsentInput struct {
	Purpose  string     `json:"purpose" enum:"service,survey,marketing,research"`
	Given    bool       `json:"given" doc:"false: withdrawn"`
	Source   string     `json:"source" maxLength:"200" example:"Phone call"`
	Evidence string     `json:"evidence,omitempty" maxLength:"2000" doc:"The words, a document's number, a link"`
	At       *time.Time `json:"at,omitempty" doc:"When it was said; now where it isn't given"`
}

func (in *ConsentInput) validate(now time.Time) error {
	if !knownPurpose(in.Purpose) {
		return problem.At("body.purpose", "purpose_unknown", "There is no purpose %.40q.", in.Purpose)
	}
	if err := identity.Name(in.Source, "body.source", 200); err != nil {
		return err
	}
	if err := text(in.Evidence, "body.evidence", 2000); err != nil {
		return err
	}
	return pastTime(in.At, "body.at", now)
}

// pastTime refuses moments that nothing can have happened at yet, and those nobody means.
func pastTime(at *time.Time, location string, now time.Time) error {
	switch {
	case at == nil:
	case at.After(now.Add(24 * time.Hour)):
		return problem.At(location, "time_ahead", "That lies ahead.")
	case at.Year() < 1950:
		return problem.At(location, "time_too_old", "That lies before 1950.")
	}
	return nil
}

// RecordConsent adds a line to the ledger. Lines are never changed: a mistake is put right by another line.
func (c *Customers) RecordConsent(ctx context.Context, org db.Org, id ID, in ConsentInput) (*Detail, error) {
	if err := in.validate(c.DB.Now()); err != nil {
		return nil, err
	}
	k, err := c.Find(ctx, org, id)
	if err != nil {
		return nil, err
	}
	err = c.DB.Write(ctx, org, func(tx *db.Tx) error { return c.RecordConsentIn(ctx, tx, org, k.ID, in) })
	if err != nil {
		return nil, err
	}
	return c.Find(ctx, org, k.ID)
}

// RecordConsentIn is RecordConsent inside a transaction, for whoever hears it first: a survey page, a mail's unsubscribe link.
func (c *Customers) RecordConsentIn(ctx context.Context, tx *db.Tx, org db.Org, id ID, in ConsentInput) error {
	if err := in.validate(tx.Now); err != nil {
		return err
	}
	k, err := FindIn(ctx, tx, org, id)
	if err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `insert into customer_consent (org, id, customer, purpose, given, source, evidence, at, recorded_at, actor_name)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`, org, tx.ID("con"), k.ID, in.Purpose, in.Given, in.Source, in.Evidence,
		optional(in.At, tx.Now).UnixMicro(), tx.Micros(), identity.From(ctx).Name); err != nil {
		return err
	}
	return c.Audit.Record(ctx, tx, "customer.consent", string(k.ID), map[string]any{"purpose": in.Purpose, "given": in.Given})
}

const consentColumns = `id, purpose, given, source, evidence, at, recorded_at, actor_name`

func scanConsent(r db.Scanner) (c Consent, err error) {
	var given bool
	var at, recorded int64
	err = r.Scan(&c.ID, &c.Purpose, &given, &c.Source, &c.Evidence, &at, &recorded, &c.By)
	c.State = "withdrawn"
	if given {
		c.State = "given"
	}
	c.Allowed, c.At, c.RecordedAt = given, db.Micros(at), db.Micros(recorded)
	return c, err
}

// ledger lists what was said under any of the ids before a position, the latest first.
func ledger(ctx context.Context, tx *db.Tx, org db.Org, family []ID, before Position, limit int) ([]Consent, error) {
	q := newPage(org, family, before)
	rows, err := tx.Query(ctx, `select `+consentColumns+` from customer_consent where org = $1 and customer in (`+q.marks+`)`+q.before("at", "id")+
		` order by at desc, id desc limit `+q.arg(limit), q.args...)
	return db.Collect(rows, err, scanConsent)
}

// standing is what holds now: of each purpose the line that was said last.
func standing(ctx context.Context, tx *db.Tx, org db.Org, family []ID, f *Fields) ([]Consent, error) {
	marks, args := db.Marks(2, family)
	rows, err := tx.Query(ctx, `select `+consentColumns+` from customer_consent where org = $1 and customer in (`+marks+`) order by at desc, id desc`,
		append([]any{org}, args...)...)
	all, err := db.Collect(rows, err, scanConsent)
	if err != nil {
		return nil, err
	}
	out := make([]Consent, len(f.Purposes))
	for i, p := range f.Purposes {
		out[i] = Consent{Purpose: p.Key, State: "none", Allowed: !p.OptIn}
		if at := slices.IndexFunc(all, func(c Consent) bool { return c.Purpose == p.Key }); at >= 0 {
			out[i] = all[at]
		}
	}
	return out, nil
}

// Reason says why a customer may not be contacted.
type Reason string

// The closed list of reasons. May is none.
const (
	May              Reason = ""
	DoNotContact     Reason = "do_not_contact"
	ChannelUnwanted  Reason = "channel_unwanted"
	ConsentWithdrawn Reason = "consent_withdrawn"
	ConsentMissing   Reason = "consent_missing"
	NoAddress        Reason = "no_address"
)

// Sentence says a reason to a person.
func (r Reason) Sentence() string {
	return map[Reason]string{
		May:              "They may be contacted.",
		DoNotContact:     "This customer doesn't want to be contacted at all.",
		ChannelUnwanted:  "This customer doesn't want to be contacted through this channel.",
		ConsentWithdrawn: "This customer has withdrawn their consent to this.",
		ConsentMissing:   "This needs the customer's consent, and they haven't given it.",
		NoAddress:        "No address of this customer is known for this channel.",
	}[r]
}

// MayContact tells whether a customer may be contacted through a channel for a purpose (ForService …), and if not, why. Call it
// in the transaction that queues the message.
func (c *Customers) MayContact(ctx context.Context, tx *db.Tx, org db.Org, id ID, channel Channel, purpose string) (bool, Reason, error) {
	k, err := detail(ctx, tx, org, id)
	if err != nil {
		return false, "", err
	}
	why := k.may(channel, purpose)
	return why == May, why, nil
}

func (k *Detail) may(channel Channel, purpose string) Reason {
	switch {
	case k.Preferences.DoNotContact:
		return DoNotContact
	case !slices.Contains(k.Preferences.Channels, channel):
		return ChannelUnwanted
	}
	i := slices.IndexFunc(k.Consents, func(c Consent) bool { return c.Purpose == purpose })
	switch {
	case i < 0 || !k.Consents[i].Allowed && k.Consents[i].State == "none":
		return ConsentMissing
	case !k.Consents[i].Allowed:
		return ConsentWithdrawn
	}
	address := map[Channel]string{Email: k.Email, Phone: k.Phone, SMS: k.Phone, Post: k.Address}[channel]
	if address == "" {
		return NoAddress
	}
	return May
}

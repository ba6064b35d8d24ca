// Package notify tells people what concerns them, in the product and by e-mail, each in the way they chose.
package notify

import (
	"context"
	"log/slog"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/jobs"
	"github.com/touchstone-cx/touchstone/internal/mail"
	"github.com/touchstone-cx/touchstone/internal/web"
)

// ID is a notice's id.
type ID string

// Kind says why somebody is told.
type Kind string

// The closed list of kinds.
const (
	Assigned  Kind = "assigned"   // a case was given to you
	Mentioned Kind = "mention"    // somebody named you in a note
	Watched   Kind = "watched"    // something happened to a case you watch
	Answered  Kind = "answered"   // the customer wrote
	Reminded  Kind = "reminder"   // you asked to be reminded
	Escalated Kind = "escalation" // a case came up the unit tree to you
	Overdue   Kind = "overdue"    // a case of yours is late
	Broken    Kind = "commitment" // a promise to a customer wasn't kept
	Praised   Kind = "compliment" // a customer praised you, or somebody you lead
	Imported  Kind = "import"     // an import ended
	Exported  Kind = "export"     // an export that was made in the background ended
	Reported  Kind = "report"     // a scheduled report couldn't be sent
	Posted    Kind = "report_ok"  // a scheduled report was sent
	Ruled     Kind = "rule"       // a rule stopped itself
)

// Way is how somebody is told.
type Way string

// The closed list of ways. Whoever is told by e-mail sees it in the product too.
const (
	Off       Way = "off"
	InProduct Way = "product"
	AtOnce    Way = "mail"
	Daily     Way = "digest"
)

// usual is what holds for who has chosen nothing.
var usual = []struct {
	kind Kind
	way  Way
}{
	{Assigned, InProduct}, {Mentioned, AtOnce}, {Watched, InProduct}, {Answered, InProduct}, {Reminded, AtOnce}, {Escalated, AtOnce},
	{Overdue, Daily}, {Broken, AtOnce}, {Praised, AtOnce}, {Imported, InProduct},
	{Exported, InProduct}, {Reported, AtOnce}, {Posted, InProduct}, {Ruled, AtOnce},
}

// Kinds lists every kind in the order settings show them.
func Kinds() []Kind {
	out := make([]Kind, len(usual))
	for i, u := range usual {
		out[i] = u.kind
	}
	return out
}

// Notice is what one person is told.
type Notice struct {
	To    identity.UserID
	Kind  Kind
	Title string // one line, such as "C-1042 was given to you"
	Text  string // a few words more, or ""
	Link  string // within the product, such as /inbox/cas_…
	Key   string // unique for the person: the same key is told once. "" is never the same
}

// Item is a notice as its reader sees it.
type Item struct {
	ID    ID         `json:"id"`
	Kind  Kind       `json:"kind" enum:"assigned,mention,watched,answered,reminder,escalation,overdue,commitment,compliment,import,export,report,report_ok,rule"`
	Title string     `json:"title"`
	Text  string     `json:"text,omitempty"`
	Link  string     `json:"link,omitempty" doc:"Within the product"`
	At    time.Time  `json:"at"`
	Read  *time.Time `json:"read_at,omitempty"`

	to identity.UserID
}

// Notify is the capability. All fields are set by app.
type Notify struct {
	DB     *db.DB
	Mail   *mail.Mail
	People *identity.Identity
	Jobs   *jobs.Queue
	Audit  identity.Auditor
	Hub    *web.Hub
	Public string // the address people reach the program by, without a slash at its end
	Slog   *slog.Logger
}

const (
	maxTitle = 200
	maxWords = 500
	maxAtAll = 1000 // notices of one person that are kept
)

// Tell notes something for one person, in the caller's transaction: they are told if and only if it commits. Nobody is told of
// their own deeds, and nobody who has left.
func (n *Notify) Tell(ctx context.Context, tx *db.Tx, org db.Org, what Notice) error {
	by := identity.From(ctx)
	if what.To == "" || by.Kind == identity.ByUser && by.ID == string(what.To) {
		return nil
	}
	who, err := reader(ctx, tx, org, what.To)
	if err != nil || who == nil {
		return err
	}
	wishes, _, err := n.wishes(ctx, tx, org, what.To)
	if err != nil || wishes.way(what.Kind) == Off {
		return err
	}
	id := ID(tx.ID("ntc"))
	if what.Key == "" {
		what.Key = string(id)
	}
	mailed := map[Way]string{AtOnce: "soon", Daily: "digest"}[wishes.way(what.Kind)]
	if mailed == "" {
		mailed = "none"
	}
	what.Title, what.Text = line(what.Title, maxTitle), line(what.Text, maxWords)
	if added, err := insert(ctx, tx, org, id, &what, mailed); err != nil || !added {
		return err
	}
	if mailed == "soon" {
		at := wishes.quietEnd(tx.Now)
		if _, err := n.Jobs.Enqueue(ctx, tx, mailJob, mailArgs{what.To}, jobs.Unique(string(id)), jobs.RunAt(at)); err != nil {
			return err
		}
	}
	n.publish(tx, org, what.To)
	return nil
}

// publish tells one person's browsers, after the commit. The name of the event is theirs, so that nobody else asks again.
func (n *Notify) publish(tx *db.Tx, org db.Org, to identity.UserID) {
	tx.AfterCommit(func() { n.Hub.Publish(string(org), "notices."+string(to), struct{}{}) })
}

// line makes one line of what others wrote, cut to a length.
func line(s string, most int) string {
	s = strings.Join(strings.Fields(strings.ToValidUTF8(strings.ReplaceAll(s, "\x00", " "), "�")), " ")
	if utf8.RuneCountInString(s) <= most {
		return s
	}
	return string([]rune(s)[:most-1]) + "…"
}

// Page is one page of a person's notices, newest first.
type Page struct {
	Items  []Item `json:"items"`
	Next   string `json:"next,omitempty"`
	Unread int64  `json:"unread" doc:"Of all of them"`
}

// List lists a person's notices, newest first.
func (n *Notify) List(ctx context.Context, org db.Org, of identity.UserID, unread bool, before string, limit int) (*Page, error) {
	if limit <= 0 || limit > 100 {
		limit = 30
	}
	p := &Page{}
	err := n.DB.Read(ctx, org, func(tx *db.Tx) (err error) {
		if p.Items, err = list(ctx, tx, org, of, unread, before, limit+1); err != nil {
			return err
		}
		p.Unread, err = countUnread(ctx, tx, org, of)
		return err
	})
	if len(p.Items) > limit {
		p.Items = p.Items[:limit]
		p.Next = string(p.Items[limit-1].ID)
	}
	return p, err
}

// Mark notes that a person has read some notices, or hasn't after all; no ids means all of them.
func (n *Notify) Mark(ctx context.Context, org db.Org, of identity.UserID, ids []ID, read bool) error {
	return n.DB.Write(ctx, org, func(tx *db.Tx) error {
		if err := mark(ctx, tx, org, of, ids, read); err != nil {
			return err
		}
		n.publish(tx, org, of)
		return nil
	})
}

func known(k Kind) bool { return slices.Contains(Kinds(), k) }

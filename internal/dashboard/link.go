package dashboard

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"sync"
	"time"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/metric"
	"github.com/touchstone-cx/touchstone/internal/problem"
)

// Link lets whoever has its address read one view or dashboard, until it expires or is revoked, without a login. It shows
// figures within what its maker may see, never signals or comments.
type Link struct {
	ID          LinkID     `json:"id"`
	Kind        string     `json:"kind" enum:"view,dashboard"`
	Item        string     `json:"item"`
	ItemName    string     `json:"item_name"`
	Note        string     `json:"note,omitempty" doc:"For whom it was made"`
	HasPassword bool       `json:"has_password"`
	MadeBy      string     `json:"made_by"`
	Mine        bool       `json:"mine"`
	CreatedAt   time.Time  `json:"created_at"`
	ExpiresAt   time.Time  `json:"expires_at"`
	RevokedAt   *time.Time `json:"revoked_at,omitempty"`
	OpenedAt    *time.Time `json:"opened_at,omitempty" doc:"Last opened"`
	Opened      int64      `json:"opened" doc:"How often; the same reader within a minute counts once"`
	Token       string     `json:"token,omitempty" doc:"Shown once, when it is made: the address is /shared/ and this"`

	unit      identity.UnitID
	password  string
	maker     string
	makerKind identity.CallerKind
}

// LinkInput is what a person says of a link.
type LinkInput struct {
	Kind      string    `json:"kind" enum:"view,dashboard"`
	Item      string    `json:"item" maxLength:"60"`
	Note      string    `json:"note,omitempty" maxLength:"200"`
	ExpiresAt time.Time `json:"expires_at" doc:"At most a year from now"`
	Password  string    `json:"password,omitempty" maxLength:"200"`
}

const longestLink = 366 * 24 * time.Hour

// CreateLink makes a link to something the caller sees. It shows no more than the caller may see now.
func (d *Dashboards) CreateLink(ctx context.Context, org db.Org, in LinkInput) (l *Link, err error) {
	now := d.DB.Now()
	switch {
	case !in.ExpiresAt.After(now):
		return nil, problem.At("body.expires_at", "already_past", "The link would have expired already.")
	case in.ExpiresAt.Sub(now) > longestLink:
		return nil, problem.At("body.expires_at", "expiry_too_far", "A link lasts a year at most.")
	}
	if err := identity.Clean(in.Note, "body.note"); err != nil {
		return nil, err
	}
	me := identity.From(ctx)
	l = &Link{Kind: in.Kind, Item: in.Item, Note: in.Note, MadeBy: me.Name, Mine: true, ExpiresAt: in.ExpiresAt.UTC().Truncate(time.Microsecond),
		HasPassword: in.Password != "", unit: me.Unit, maker: me.ID, makerKind: me.Kind}
	if in.Password != "" {
		if l.password, err = d.People.HashSecret(in.Password); err != nil {
			return nil, err
		}
	}
	token := db.Secret()
	err = d.DB.Write(ctx, org, func(tx *db.Tx) error {
		k, err := live(ctx, tx, org, kind(in.Kind), in.Item)
		if err != nil {
			return err
		}
		l.ID, l.ItemName, l.CreatedAt = LinkID(tx.ID("lnk")), k.name, tx.Now
		if err := insertLink(ctx, tx, org, l, hashed(token)); err != nil {
			return err
		}
		return d.Audit.Record(ctx, tx, "link.create", string(l.ID), map[string]any{"item": k.id, "name": k.name, "expires_at": l.ExpiresAt,
			"password": l.HasPassword})
	})
	l.Token = token
	return l, err
}

func hashed(token string) string {
	h := sha256.Sum256([]byte(token))
	return hex.EncodeToString(h[:])
}

// Links lists the caller's links, and everybody's for those who may edit what others share; of one item where it is named.
func (d *Dashboards) Links(ctx context.Context, org db.Org, item string) (all []Link, err error) {
	err = d.DB.Read(ctx, org, func(tx *db.Tx) error { all, err = listLinks(ctx, tx, org, item); return err })
	return all, err
}

// overLinks reports whether a caller looks after everybody's links.
func overLinks(c identity.Caller) bool { return c.Unit == "" && c.May(identity.ViewEdit) }

// RevokeLink ends a link at once.
func (d *Dashboards) RevokeLink(ctx context.Context, org db.Org, id LinkID) error {
	me := identity.From(ctx)
	return d.DB.Write(ctx, org, func(tx *db.Tx) error {
		l, err := findLink(ctx, tx, org, id)
		if err != nil {
			return err
		}
		if l == nil || l.maker != me.ID && !overLinks(me) {
			return problem.New(problem.NotFound, "link_unknown", "There is no such link.")
		}
		if l.RevokedAt != nil {
			return nil
		}
		if err := revoke(ctx, tx, org, id); err != nil {
			return err
		}
		return d.Audit.Record(ctx, tx, "link.revoke", string(id), map[string]any{"item": l.Item, "name": l.ItemName})
	})
}

// Opened is what a link shows to whoever opens it.
type Opened struct {
	Kind         string        `json:"kind" enum:"view,dashboard"`
	Name         string        `json:"name"`
	Description  string        `json:"description,omitempty"`
	Organisation string        `json:"organisation"`
	Language     string        `json:"language"`
	Zone         string        `json:"zone"`
	Unit         string        `json:"unit,omitempty" doc:"The unit that all of it is about; absent: the whole organisation"`
	ExpiresAt    time.Time     `json:"expires_at"`
	AsOf         time.Time     `json:"as_of"`
	Period       Span          `json:"period"`
	Where        []metric.Said `json:"where" nullable:"false"`
	Tiles        []Told        `json:"tiles" nullable:"false"`
}

// OpenLink shows what a token leads to. network is where the request comes from.
func (d *Dashboards) OpenLink(ctx context.Context, token, password, network string) (*Opened, error) {
	if wait := d.openings.take(d.DB.Now(), network); wait > 0 {
		return nil, problem.New(problem.TooMany, "too_many_openings", "This was opened too often. Try again in a minute.").
			With(problem.Args{"wait_seconds": int(wait.Seconds()) + 1})
	}
	org, id, err := d.owner(ctx, hashed(token))
	if err != nil {
		return nil, err
	}
	var l *Link
	var item *kept
	var unit identity.UnitID
	var unitName string
	err = d.DB.Read(ctx, org, func(tx *db.Tx) error {
		if l, err = findLink(ctx, tx, org, id); err != nil {
			return err
		}
		if l == nil || l.RevokedAt != nil || !tx.Now.Before(l.ExpiresAt) {
			return ended()
		}
		if item, err = live(asMaker(ctx, org, l), tx, org, kind(l.Kind), l.Item); problem.KindOf(err) == problem.NotFound {
			return ended()
		} else if err != nil {
			return err
		}
		unit, unitName, err = reach(ctx, tx, org, l)
		return err
	})
	if err != nil {
		return nil, err
	}
	if l.HasPassword {
		if password == "" {
			return nil, problem.New(problem.Forbidden, "password_needed", "This link asks for a password.").On("body.password")
		}
		if err := d.People.CheckSecret(ctx, "link "+string(l.ID), network, password, l.password); err != nil {
			return nil, err
		}
	}
	ctx = identity.With(ctx, identity.Caller{Org: org, Kind: identity.BySystem, ID: string(l.ID), Name: "read-only link", Role: identity.Viewer, Unit: unit})
	out, err := d.open(ctx, org, l, item)
	if err != nil {
		return nil, err
	}
	out.Unit = unitName
	return out, d.noteOpening(ctx, org, l)
}

// asMaker sees what the maker of a link sees of views, no more.
func asMaker(ctx context.Context, org db.Org, l *Link) context.Context {
	return identity.With(ctx, identity.Caller{Org: org, Kind: l.makerKind, ID: l.maker})
}

func ended() error {
	return problem.New(problem.Gone, "link_ended", "This link has ended. Ask whoever sent it for a new one.")
}

// reach is how far a link sees: as far as its maker did when it was made, and no further than its maker does now. A link whose
// maker has left, or may no longer make links, has ended.
func reach(ctx context.Context, tx *db.Tx, org db.Org, l *Link) (unit identity.UnitID, name string, err error) {
	units, err := identity.UnitsIn(ctx, tx, org)
	if err != nil {
		return "", "", err
	}
	unit = l.unit
	if l.makerKind == identity.ByUser {
		members, err := identity.MembersIn(ctx, tx, org)
		if err != nil {
			return "", "", err
		}
		now, ok := memberOf(members, l.maker)
		if !ok || !identity.May(now.Role, now.Unit, identity.LinkWrite) {
			return "", "", ended()
		}
		if unit, ok = narrower(units, l.unit, now.Unit); !ok {
			return "", "", ended()
		}
	}
	if unit == "" {
		return "", "", nil
	}
	for _, u := range units {
		if u.ID == unit {
			return unit, u.Name, nil
		}
	}
	return "", "", ended()
}

func memberOf(all []identity.Member, id string) (identity.Member, bool) {
	for _, m := range all {
		if string(m.ID) == id && m.Active {
			return m, true
		}
	}
	return identity.Member{}, false
}

// narrower is the part that two subtrees have in common; not ok where they have none.
func narrower(units []identity.Unit, a, b identity.UnitID) (identity.UnitID, bool) {
	within := func(inner, outer identity.UnitID) bool {
		if outer == "" {
			return true
		}
		for _, id := range identity.Below(units, outer) {
			if id == inner {
				return true
			}
		}
		return false
	}
	switch {
	case within(a, b):
		return a, true
	case within(b, a):
		return b, true
	}
	return "", false
}

// open asks for the figures as the link.
func (d *Dashboards) open(ctx context.Context, org db.Org, l *Link, item *kept) (*Opened, error) {
	o, err := d.People.Organisation(ctx, org)
	if err != nil {
		return nil, err
	}
	out := &Opened{Kind: l.Kind, Name: item.name, Description: item.description, Organisation: o.Name, Language: o.Language, Zone: o.Zone,
		ExpiresAt: l.ExpiresAt, AsOf: d.DB.Now().UTC()}
	var where []string
	if item.kind == aView {
		v, err := item.view()
		if err != nil {
			return nil, err
		}
		answers, err := d.Ask(ctx, org, []Spec{v.Spec})
		if err != nil {
			return nil, err
		}
		where = v.Spec.Where
		out.Tiles = []Told{{Tile: Tile{ID: "view", Kind: "view", Title: v.Name, Spec: &v.Spec, Width: 12, Height: 4}, Answer: &answers[0]}}
	} else {
		var b *Dashboard
		if err := d.DB.Read(ctx, org, func(tx *db.Tx) (err error) { b, err = filled(ctx, tx, org, item); return err }); err != nil {
			return nil, err
		}
		where = b.Where
		if out.Tiles, err = d.Tell(ctx, org, b); err != nil {
			return nil, err
		}
		w, err := d.when(ctx, org, []Spec{{Period: b.Period}})
		if err != nil {
			return nil, err
		}
		out.Period = w.period(Spec{Period: b.Period}.cleaned().Period)
	}
	if item.kind == aView && out.Tiles[0].Answer != nil {
		out.Period = out.Tiles[0].Answer.Period
	}
	for i := range out.Tiles {
		out.Tiles[i].Tile.View = ""
	}
	out.Where, err = d.Metrics.Say(ctx, org, where)
	return out, err
}

// noteOpening keeps when a link was last opened, and once an hour that it was.
func (d *Dashboards) noteOpening(ctx context.Context, org db.Org, l *Link) error {
	now := d.DB.Now()
	if l.OpenedAt != nil && now.Sub(*l.OpenedAt) < time.Minute {
		return nil
	}
	return d.DB.Write(ctx, org, func(tx *db.Tx) error {
		if err := countOpening(ctx, tx, org, l.ID); err != nil {
			return err
		}
		if l.OpenedAt != nil && now.Sub(*l.OpenedAt) < time.Hour {
			return nil
		}
		return d.Audit.Record(ctx, tx, "link.open", string(l.ID), map[string]any{"item": l.Item, "name": l.ItemName})
	})
}

// openings slows down whoever opens links all the time: each opening may ask for forty figures.
type openings struct {
	mu    sync.Mutex
	since time.Time
	n     map[string]int
}

const (
	openingsWindow = time.Minute
	openingsMost   = 60
)

// take counts one opening; it returns how long to wait where there were too many.
func (o *openings) take(now time.Time, network string) time.Duration {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.n == nil || now.Sub(o.since) >= openingsWindow || now.Before(o.since) {
		o.n, o.since = map[string]int{}, now
	}
	if o.n[network] >= openingsMost {
		return o.since.Add(openingsWindow).Sub(now)
	}
	o.n[network]++
	return 0
}

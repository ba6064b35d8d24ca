package notify

import (
	"context"
	"time"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/problem"
	"github.com/touchstone-cx/touchstone/internal/web"
)

// Wishes is how one person wants to be told.
type Wishes struct {
	Ways   map[Kind]Way `json:"ways" doc:"How each kind reaches you: off, product, mail (at once) or digest"`
	Hour   int          `json:"hour" minimum:"0" maximum:"23" doc:"When the digest comes, by the clock in your zone"`
	Minute int          `json:"minute" minimum:"0" maximum:"59"`
	Zone   string       `json:"zone" maxLength:"60" example:"Europe/Zurich" doc:"IANA name; empty is the organisation's"`
	Quiet  *Quiet       `json:"quiet,omitempty" doc:"When no e-mail comes; what falls into it comes at its end"`
}

// Quiet is a time of every day, by the clock in the person's zone; over midnight where from is later than to.
type Quiet struct {
	From int `json:"from" minimum:"0" maximum:"1439" doc:"Minutes since midnight"`
	To   int `json:"to" minimum:"0" maximum:"1439" doc:"Minutes since midnight"`
}

// Settings is a person's wishes as the settings show them.
type Settings struct {
	Wishes
	Kinds   []Kind `json:"kinds" doc:"Every kind, in order"`
	Version int    `json:"version"`
}

func (w *Wishes) way(k Kind) Way {
	if way, ok := w.Ways[k]; ok {
		return way
	}
	for _, u := range usual {
		if u.kind == k {
			return u.way
		}
	}
	return InProduct
}

func (w *Wishes) location() *time.Location {
	l, err := time.LoadLocation(w.Zone)
	if err != nil {
		return time.UTC
	}
	return l
}

// Validate checks a person's wishes.
func (w *Wishes) Validate() error {
	for k, way := range w.Ways {
		if !known(k) {
			return problem.At("body.ways", "notice_kind_unknown", "There is no kind of notice %.40q.", k)
		}
		if way != Off && way != InProduct && way != AtOnce && way != Daily {
			return problem.At("body.ways."+string(k), "notice_way_unknown", "You can be told in the product, by e-mail at once, in the digest, or not at all.")
		}
	}
	if w.Hour < 0 || w.Hour > 23 || w.Minute < 0 || w.Minute > 59 {
		return problem.At("body.hour", "hour_range", "A digest comes between 00:00 and 23:59.")
	}
	if _, err := time.LoadLocation(w.Zone); err != nil || w.Zone == "Local" {
		return problem.At("body.zone", "zone_unknown", "There is no time zone %.60q. Use an IANA name such as Europe/Zurich.", w.Zone)
	}
	if q := w.Quiet; q != nil {
		if q.From < 0 || q.From > 1439 || q.To < 0 || q.To > 1439 {
			return problem.At("body.quiet", "hour_range", "Quiet hours lie between 00:00 and 23:59.")
		}
		if q.From == q.To {
			return problem.At("body.quiet", "quiet_whole_day", "Quiet hours that begin and end together would last all day. Choose the digest instead.")
		}
	}
	return nil
}

// quietEnd is when an e-mail may leave that is written now: at once, or at the end of the quiet hours.
func (w *Wishes) quietEnd(now time.Time) time.Time {
	if w.Quiet == nil {
		return now
	}
	l := now.In(w.location())
	minute, from, to := l.Hour()*60+l.Minute(), w.Quiet.From, w.Quiet.To
	inside := minute >= from && minute < to
	day := l.Day()
	if from > to {
		inside = minute >= from || minute < to
		if minute >= from {
			day++
		}
	}
	if !inside {
		return now
	}
	end := time.Date(l.Year(), l.Month(), day, to/60, to%60, 0, 0, w.location())
	if end.Before(now) {
		return now // an hour that the clock goes through twice
	}
	return end.UTC()
}

// slot is when the last digest was due. A time of the clock that a change to summer time leaves out moves by that hour on
// that day; one that comes twice counts once.
func (w *Wishes) slot(now time.Time) time.Time {
	zone := w.location()
	l := now.In(zone)
	at := time.Date(l.Year(), l.Month(), l.Day(), w.Hour, w.Minute, 0, 0, zone)
	if at.After(now) {
		at = time.Date(l.Year(), l.Month(), l.Day()-1, w.Hour, w.Minute, 0, 0, zone)
	}
	return at.UTC()
}

// wishes reads what a person wants; what they never said is as usual, in the organisation's zone.
func (n *Notify) wishes(ctx context.Context, tx *db.Tx, org db.Org, of identity.UserID) (w *Wishes, version int, err error) {
	if w, version, err = findWishes(ctx, tx, org, of); err != nil {
		return nil, 0, err
	}
	if w == nil {
		w = &Wishes{Hour: 8}
	}
	if w.Ways == nil {
		w.Ways = map[Kind]Way{}
	}
	if w.Zone == "" {
		err = tx.QueryRow(ctx, `select zone from organisation where id = $1`, org).Scan(&w.Zone)
	}
	return w, version, err
}

// Settings returns a person's wishes.
func (n *Notify) Settings(ctx context.Context, org db.Org, of identity.UserID) (s *Settings, err error) {
	err = n.DB.Read(ctx, org, func(tx *db.Tx) error {
		w, version, err := n.wishes(ctx, tx, org, of)
		if err != nil {
			return err
		}
		for _, k := range Kinds() {
			w.Ways[k] = w.way(k)
		}
		s = &Settings{Wishes: *w, Kinds: Kinds(), Version: version}
		return nil
	})
	return s, err
}

// SetWishes replaces a person's wishes. version is the one they saw, 0 where they had said nothing yet.
func (n *Notify) SetWishes(ctx context.Context, org db.Org, of identity.UserID, version int, w Wishes) (*Settings, error) {
	if err := w.Validate(); err != nil {
		return nil, err
	}
	err := n.DB.Write(ctx, org, func(tx *db.Tx) error {
		_, now, err := findWishes(ctx, tx, org, of)
		if err != nil {
			return err
		}
		if now != version {
			return web.Stale()
		}
		return storeWishes(ctx, tx, org, of, &w, version+1)
	})
	if err != nil {
		return nil, err
	}
	return n.Settings(ctx, org, of)
}

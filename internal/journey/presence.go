package journey

import (
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/problem"
	"github.com/touchstone-cx/touchstone/internal/web"
)

// Here is somebody who has a map open.
type Here struct {
	Tab     string    `json:"tab" doc:"Which of a person's windows"`
	User    string    `json:"user"`
	Name    string    `json:"name"`
	Holding string    `json:"holding,omitempty" doc:"The stage or card whose panel is open: stage:ID, card:ID"`
	Since   time.Time `json:"since"`

	seen time.Time
}

// Presence knows who has which map open. It is kept in memory: after a restart every screen says so again within its heartbeat.
type Presence struct {
	Hub *web.Hub
	Now func() time.Time

	mu   sync.Mutex
	open map[place][]Here
}

type place struct {
	org db.Org
	id  ID
}

const (
	// awayAfter is how long somebody counts as here after the last heartbeat; screens send one three times as often.
	awayAfter = 45 * time.Second
	maxHere   = 200
)

// Enter says that somebody looks at a map and what they hold, and answers with everybody who does. Others hear of what changed.
func (p *Presence) Enter(org db.Org, id ID, by Here) []Here {
	now := p.Now()
	p.mu.Lock()
	defer p.mu.Unlock()
	all, changed := p.sweep(place{org, id}, now)
	at := slices.IndexFunc(all, func(h Here) bool { return h.User == by.User && h.Tab == by.Tab })
	by.seen, by.Since = now, now
	switch {
	case at >= 0:
		changed = changed || all[at].Holding != by.Holding
		by.Since = all[at].Since
		all[at] = by
	case len(all) < maxHere:
		all, changed = append(all, by), true
	}
	p.put(place{org, id}, all)
	if changed {
		p.tell(org, id)
	}
	return slices.Clone(all)
}

// Leave says that somebody has closed a map.
func (p *Presence) Leave(org db.Org, id ID, user, tab string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	all := p.open[place{org, id}]
	left := slices.DeleteFunc(slices.Clone(all), func(h Here) bool { return h.User == user && h.Tab == tab })
	if len(left) == len(all) {
		return
	}
	p.put(place{org, id}, left)
	p.tell(org, id)
}

// Who lists those who are here, in the order they came.
func (p *Presence) Who(org db.Org, id ID) []Here {
	p.mu.Lock()
	defer p.mu.Unlock()
	all, _ := p.sweep(place{org, id}, p.Now())
	p.put(place{org, id}, all)
	return slices.Clone(all)
}

// sweep leaves out those of whom nothing was heard for long.
func (p *Presence) sweep(at place, now time.Time) (left []Here, changed bool) {
	all := p.open[at]
	left = slices.DeleteFunc(slices.Clone(all), func(h Here) bool { return now.Sub(h.seen) > awayAfter })
	return left, len(left) != len(all)
}

func (p *Presence) put(at place, all []Here) {
	if p.open == nil {
		p.open = map[place][]Here{}
	}
	if len(all) == 0 {
		delete(p.open, at)
		return
	}
	p.open[at] = all
}

func (p *Presence) tell(org db.Org, id ID) {
	p.Hub.Publish(string(org), "presence", map[string]ID{"id": id})
}

// EnterMap is Enter for the caller, once the journey is theirs to see.
func (j *Journeys) EnterMap(ctx context.Context, org db.Org, id ID, tab, holding string, leave bool) (all []Here, err error) {
	if tab = strings.TrimSpace(tab); tab == "" {
		return nil, problem.At("body.tab", "tab_needed", "Say which window it is.")
	}
	err = j.DB.Read(ctx, org, func(tx *db.Tx) error { _, err := find(ctx, tx, org, id); return err })
	if err != nil {
		return nil, err
	}
	by := identity.From(ctx)
	if leave {
		j.Presence.Leave(org, id, by.ID, tab)
		return j.Presence.Who(org, id), nil
	}
	return j.Presence.Enter(org, id, Here{Tab: tab, User: by.ID, Name: by.Name, Holding: holding}), nil
}

// WhoIsHere lists who has a map open.
func (j *Journeys) WhoIsHere(ctx context.Context, org db.Org, id ID) ([]Here, error) {
	err := j.DB.Read(ctx, org, func(tx *db.Tx) error { _, err := find(ctx, tx, org, id); return err })
	if err != nil {
		return nil, err
	}
	return j.Presence.Who(org, id), nil
}

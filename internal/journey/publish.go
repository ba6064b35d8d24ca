package journey

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/problem"
	"github.com/touchstone-cx/touchstone/internal/web"
)

// MapVersion is a journey as it was published: frozen.
type MapVersion struct {
	Journey      ID         `json:"journey"`
	Version      int        `json:"version"`
	State        State      `json:"state" enum:"published,superseded"`
	Name         string     `json:"name"`
	Segment      string     `json:"segment"`
	Promise      string     `json:"promise" doc:"Id of the promise under which it was published"`
	Note         string     `json:"note,omitempty"`
	PublishedBy  string     `json:"published_by"`
	PublishedAt  time.Time  `json:"published_at"`
	SupersededAt *time.Time `json:"superseded_at,omitempty"`
	Map          *Map       `json:"map,omitempty" doc:"Of one version, not in lists"`
}

// Logged is what somebody changed at once.
type Logged struct {
	Revision int       `json:"revision"`
	By       string    `json:"by"`
	At       time.Time `json:"at"`
	Edits    []Edit    `json:"edits"`
	Back     []Edit    `json:"back" doc:"The edits that take them back"`
}

// Publish freezes the draft. It needs a promise in force and every rule kept or waived.
func (j *Journeys) Publish(ctx context.Context, org db.Org, id ID, revision int, note string) (v *MapVersion, err error) {
	err = j.DB.Write(ctx, org, func(tx *db.Tx) error {
		one, err := find(ctx, tx, org, id)
		if err != nil {
			return err
		}
		if one.Revision != revision {
			return web.Stale() // somebody has drawn on: look at it first
		}
		if !one.Changed && one.Version > 0 { // a second press
			v, err = version(ctx, tx, org, id, one.Version)
			return err
		}
		found, err := j.check(ctx, tx, org, one)
		if err != nil {
			return err
		}
		if err := blocked(found); err != nil {
			return err
		}
		made, err := j.promised(ctx, tx, org, one.Segment)
		if err != nil {
			return err
		}
		v = &MapVersion{Journey: id, Version: one.Version + 1, State: Published, Name: one.Name, Segment: one.Segment, Promise: string(made.ID),
			Note: strings.TrimSpace(note), PublishedBy: identity.From(ctx).Name, PublishedAt: tx.Now, Map: one.Map}
		if err := publish(ctx, tx, org, one, v); err != nil {
			return err
		}
		j.tell(tx, org, id)
		return j.Audit.Record(ctx, tx, "journey.publish", string(id), map[string]any{"name": one.Name, "version": v.Version, "promise": v.Promise})
	})
	return v, err
}

// blocked refuses what rules still stand against, with each of their sentences.
func blocked(found []Finding) error {
	p := problem.New(problem.Conflict, "rules_broken", "The map breaks rules. Mend them, or waive them with a reason you sign.")
	for _, f := range found {
		if f.Blocks {
			p.Fields = append(p.Fields, problem.Field{Location: f.Rule, Message: f.Text + " " + f.Mend})
		}
	}
	if len(p.Fields) == 0 {
		return nil
	}
	return p
}

// Versions lists what was published, the newest first, without the maps.
func (j *Journeys) Versions(ctx context.Context, org db.Org, id ID) (all []MapVersion, err error) {
	err = j.DB.Read(ctx, org, func(tx *db.Tx) error {
		if _, err := find(ctx, tx, org, id); err != nil {
			return err
		}
		all, err = versions(ctx, tx, org, id)
		return err
	})
	for i := range all {
		all[i].Map = nil
	}
	return all, err
}

// Version returns one with its map.
func (j *Journeys) Version(ctx context.Context, org db.Org, id ID, number int) (v *MapVersion, err error) {
	err = j.DB.Read(ctx, org, func(tx *db.Tx) error { v, err = version(ctx, tx, org, id, number); return err })
	return v, err
}

// Log lists what was changed, the latest first.
func (j *Journeys) Log(ctx context.Context, org db.Org, id ID, before, limit int) (all []Logged, err error) {
	if before == 0 {
		before = 1 << 30
	}
	err = j.DB.Read(ctx, org, func(tx *db.Tx) error {
		if _, err := find(ctx, tx, org, id); err != nil {
			return err
		}
		all, err = logged(ctx, tx, org, id, before, limit)
		return err
	})
	return all, err
}

// Difference is one thing in which two maps differ.
type Difference struct {
	What   string   `json:"what" enum:"stage,card"`
	ID     string   `json:"id"`
	Name   string   `json:"name"`
	Kind   string   `json:"kind" enum:"added,taken_out,moved,changed"`
	Fields []string `json:"fields,omitempty" doc:"changed: which ones"`
}

// Compare says in what one version, or the draft as version 0, differs from another.
func (j *Journeys) Compare(ctx context.Context, org db.Org, id ID, from, to int) ([]Difference, error) {
	var maps [2]*Map
	err := j.DB.Read(ctx, org, func(tx *db.Tx) error {
		for i, number := range []int{from, to} {
			if number == 0 {
				one, err := find(ctx, tx, org, id)
				if err != nil {
					return err
				}
				maps[i] = one.Map
				continue
			}
			v, err := version(ctx, tx, org, id, number)
			if err != nil {
				return err
			}
			maps[i] = v.Map
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return Differences(maps[0], maps[1]), nil
}

// Differences lists in what b differs from a: what b has and a hasn't, or otherwise.
func Differences(a, b *Map) []Difference {
	out := []Difference{}
	for i := range a.Stages {
		s := &a.Stages[i]
		if b.stage(s.ID) < 0 {
			out = append(out, Difference{What: "stage", ID: s.ID, Name: s.Name, Kind: "taken_out"})
		}
	}
	for i := range b.Stages {
		s := &b.Stages[i]
		was := a.stage(s.ID)
		if was < 0 {
			out = append(out, Difference{What: "stage", ID: s.ID, Name: s.Name, Kind: "added"})
		} else if f := unlike(a.Stages[was], *s); len(f) > 0 {
			out = append(out, Difference{What: "stage", ID: s.ID, Name: s.Name, Kind: "changed", Fields: f})
		}
	}
	for i := range a.Cards {
		c := &a.Cards[i]
		if b.card(c.ID) < 0 {
			out = append(out, Difference{What: "card", ID: c.ID, Name: c.Task, Kind: "taken_out"})
		}
	}
	for i := range b.Cards {
		c := &b.Cards[i]
		was := a.card(c.ID)
		if was < 0 {
			out = append(out, Difference{What: "card", ID: c.ID, Name: c.Task, Kind: "added"})
			continue
		}
		f := unlike(a.Cards[was], *c)
		place := func(f string) bool { return f == "stage" || f == "lane" }
		if slices.ContainsFunc(f, place) {
			out = append(out, Difference{What: "card", ID: c.ID, Name: c.Task, Kind: "moved"})
		}
		if f = slices.DeleteFunc(f, place); len(f) > 0 {
			out = append(out, Difference{What: "card", ID: c.ID, Name: c.Task, Kind: "changed", Fields: f})
		}
	}
	return out
}

// unlike names the fields in which two values differ, in order.
func unlike(a, b any) (out []string) {
	x, y := fields(a), fields(b)
	for name, v := range x {
		if w, ok := y[name]; !ok || !same(v, w) {
			out = append(out, name)
		}
	}
	for name := range y {
		if _, ok := x[name]; !ok {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out
}

func same(a, b any) bool {
	x, errX := json.Marshal(a)
	y, errY := json.Marshal(b)
	return errX == nil && errY == nil && string(x) == string(y)
}

package metric

import (
	"strings"

	"github.com/touchstone-cx/touchstone/internal/analytics"
	"github.com/touchstone-cx/touchstone/internal/identity"
)

// A level of the tree is a dimension too: unit.site shows every signal under the site that its unit belongs to, in the
// structure as it is now, and those that belong to none under none.

const levelPrefix = "unit."

// own is no level: unit.own:porto are the signals that name Porto itself, without those of the teams below it. It is what a
// row of the dimension unit leads to.
const own = "own"

// levels are the kinds of units, from the top down, and what they are called.
var levels = []struct{ kind, title string }{
	{"enterprise", "Enterprise"}, {"region", "Region"}, {"site", "Site"}, {"team", "Team"},
}

// level returns the kind of unit that a dimension rolls up to.
func level(name string) (kind string, ok bool) {
	kind, ok = strings.CutPrefix(name, levelPrefix)
	if !ok {
		return "", false
	}
	if kind == own {
		return kind, true
	}
	for _, l := range levels {
		if l.kind == kind {
			return kind, true
		}
	}
	return "", false
}

// rollTo maps every unit's code to the place in t.units, counted from 1, of the unit itself or the nearest above it for which
// shown holds; 0 where there is none.
func (t *translator) rollTo(shown func(identity.Unit) bool) map[int32]int32 {
	at := make(map[identity.UnitID]int, len(t.units))
	for i, u := range t.units {
		at[u.ID] = i
	}
	roll := map[int32]int32{0: 0}
	for _, u := range t.units {
		code := t.codes.Code("unit", string(u.ID))
		if code == 0 {
			continue // no signal names it
		}
		roll[code] = 0
		for steps, id := 0, u.ID; steps <= len(t.units); steps++ {
			i, ok := at[id]
			if !ok {
				break
			}
			if shown(t.units[i]) {
				roll[code] = int32(i + 1) //nolint:gosec // units are few
				break
			}
			id = t.units[i].Parent
		}
	}
	return roll
}

// levelBy is the dimension of a level.
func (t *translator) levelBy(kind string) analytics.By {
	return analytics.By{Dim: analytics.Unit, Roll: t.rollTo(func(u identity.Unit) bool { return kind == own || u.Kind == kind })}
}

// atLevel lists the codes shown under units of a level; the empty key stands for those under none.
func (t *translator) atLevel(kind string, keys []string) []int64 {
	wanted := map[int32]bool{}
	for _, key := range keys {
		if key == "" {
			wanted[0] = true
		}
		for i, u := range t.units {
			if key != "" && u.Key == key {
				wanted[int32(i+1)] = true //nolint:gosec // units are few
			}
		}
	}
	out := []int64{-1}
	for code, shown := range t.levelBy(kind).Roll {
		if wanted[shown] {
			out = append(out, int64(code))
		}
	}
	return out
}

// unitAt returns the unit that a rolled-up code stands for.
func (t *translator) unitAt(shown int64) (u identity.Unit, ok bool) {
	if shown < 1 || int(shown) > len(t.units) {
		return u, false
	}
	return t.units[shown-1], true
}

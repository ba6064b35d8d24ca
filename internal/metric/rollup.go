package metric

import (
	"context"
	"slices"
	"strings"

	"github.com/touchstone-cx/touchstone/internal/analytics"
	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/problem"
)

// maxDepth bounds the levels of one roll-up: each is a question.
const maxDepth = 20

// RollupUnit is one unit's figure, everything below it included, and how its parts spread.
type RollupUnit struct {
	Key      string          `json:"key"`
	Name     string          `json:"name"`
	Parent   string          `json:"parent,omitempty" doc:"Key of the unit above; absent at the top"`
	Kind     string          `json:"kind" enum:"enterprise,region,site,team"`
	Partner  bool            `json:"partner"`
	Depth    int             `json:"depth"`
	Children int             `json:"children" doc:"Units directly below"`
	Figure   Number          `json:"figure"`
	LeftOut  LeftOut         `json:"left_out"`
	Target   *Mark           `json:"target,omitempty" doc:"What it should reach, and whether it does"`
	Before   *Number         `json:"before,omitempty"`
	Change   *Change         `json:"change,omitempty" doc:"Against the period before"`
	Rest     *Number         `json:"rest,omitempty" doc:"Everything at the top that isn't in this unit"`
	Apart    *Change         `json:"apart,omitempty" doc:"Against that rest"`
	Spread   *Spread         `json:"spread,omitempty" doc:"Of the units directly below, where at least two are scored"`
	id       identity.UnitID // to find the parent by
}

// Spread is how far apart the scored units directly below one stand.
type Spread struct {
	Scored int      `json:"scored"`
	TooFew int      `json:"too_few"`
	Low    *float64 `json:"low"`
	High   *float64 `json:"high"`
	Lowest string   `json:"lowest" doc:"Key"`
	Top    string   `json:"highest" doc:"Key"`
	Clear  int      `json:"clear" doc:"How many of them differ from everything else by more than noise"`
}

// Rollup is the tree from the asker's top unit down, parents before children.
type Rollup struct {
	Metric      *Metric      `json:"metric"`
	Units       []RollupUnit `json:"units"`
	Unplaced    int64        `json:"unplaced" doc:"Answers that name no unit: in none of these figures"`
	Compared    *Compared    `json:"compared,omitempty" doc:"Against the rest"`
	Changed     *Compared    `json:"changed,omitempty" doc:"Against the period before"`
	Warnings    []Warning    `json:"warnings,omitempty"`
	Receipt     string       `json:"receipt"`
	DataVersion int64        `json:"data_version"`
}

// Rollup computes a metric for every unit of the asker's subtree, each with all that lies below it.
func (m *Metrics) Rollup(ctx context.Context, org db.Org, a Ask) (*Rollup, error) {
	t, err := m.translator(ctx, org)
	if err != nil {
		return nil, err
	}
	def, err := m.ByKey(ctx, org, a.Metric, "query.metric")
	if err != nil {
		return nil, err
	}
	a.By = nil
	q, err := t.question(ctx, a, def)
	if err != nil {
		return nil, err
	}
	r := &Rollup{Metric: def, Units: t.tree(identity.From(ctx).Unit), Warnings: warnings(def, q, t.zone)}
	if len(r.Units) == 0 {
		return nil, problem.New(problem.NotFound, "unit_unknown", "There is no unit to roll up to.")
	}
	if err := m.levels(ctx, t, q, r, false); err != nil {
		return nil, err
	}
	if a.AgainstFrom != "" || a.AgainstTo != "" {
		before := q
		if before.From, before.To, err = t.period(a.AgainstFrom, a.AgainstTo, "query.against_from", "query.against_to"); err != nil {
			return nil, err
		}
		if err := m.levels(ctx, t, before, r, true); err != nil {
			return nil, err
		}
		r.Changed = allow("period", changesOf(r.Units, func(u *RollupUnit) *Change { return u.Change }))
	}
	targets, err := m.targetsNow(ctx, org, def.ID)
	if err != nil {
		return nil, err
	}
	first, last := t.days(q)
	for i := range r.Units {
		u := &r.Units[i]
		u.Target = t.mark(targets, def, u.id, first, last, u.Figure)
	}
	r.Compared = allow("rest", changesOf(r.Units, func(u *RollupUnit) *Change { return u.Apart }))
	r.spread()
	r.Receipt, err = t.receipt(a, q, def, r.DataVersion)
	return r, err
}

// tree lists the units from a top down, parents before their children, children by name. No top is the organisation's own.
func (t *translator) tree(top identity.UnitID) (out []RollupUnit) {
	children := map[identity.UnitID][]identity.Unit{}
	keys := map[identity.UnitID]string{}
	for _, u := range t.units {
		keys[u.ID] = u.Key
		if u.ID == top {
			u.Parent = ""
			children[""] = append(children[""], u)
		} else if u.Parent != "" || top == "" {
			children[u.Parent] = append(children[u.Parent], u)
		}
	}
	var walk func(under identity.UnitID, depth int)
	walk = func(under identity.UnitID, depth int) {
		below := children[under]
		slices.SortFunc(below, func(a, b identity.Unit) int { return strings.Compare(identity.Fold(a.Name), identity.Fold(b.Name)) })
		for _, u := range below {
			if depth >= maxDepth {
				return
			}
			out = append(out, RollupUnit{Key: u.Key, Name: u.Name, Parent: keys[under], Kind: u.Kind, Partner: u.Partner, Depth: depth,
				Children: len(children[u.ID]), id: u.ID})
			walk(u.ID, depth+1)
		}
	}
	walk("", 0)
	return out
}

// levels asks one question for each level of the tree and puts the figures in; before tells which of the two they are.
func (m *Metrics) levels(ctx context.Context, t *translator, q analytics.Question, r *Rollup, before bool) error {
	depth := map[identity.UnitID]int{}
	deepest := 0
	for _, u := range r.Units {
		depth[u.id] = u.Depth
		deepest = max(deepest, u.Depth)
	}
	found := map[identity.UnitID]analytics.Row{}
	for d := 0; d <= deepest; d++ {
		level := q
		level.By = []analytics.By{{Dim: analytics.Unit, Roll: t.rollTo(func(u identity.Unit) bool {
			at, ok := depth[u.ID]
			return ok && at == d
		})}}
		answer, err := m.Engine.Ask(ctx, t.org, level)
		if err != nil {
			return err
		}
		r.DataVersion = answer.Version
		for _, row := range answer.Rows {
			if u, ok := t.unitAt(row.Keys[0]); ok {
				found[u.ID] = row
			} else if d == 0 && !before {
				r.Unplaced = row.N
			}
		}
		if d > 0 && !before {
			if err := m.rests(ctx, t, level, answer.Rows, found, r); err != nil {
				return err
			}
		}
	}
	for i := range r.Units {
		u := &r.Units[i]
		n := number(r.Metric, found[u.id])
		if before {
			u.Before, u.Change = &n, change(r.Metric, u.Figure, n)
			continue
		}
		u.Figure, u.LeftOut = n, left(found[u.id])
		if u.Rest != nil {
			u.Apart = change(r.Metric, n, *u.Rest)
		}
	}
	return nil
}

// rests finds for the units of one level everything else that the tops hold.
func (m *Metrics) rests(ctx context.Context, t *translator, level analytics.Question, rows []analytics.Row, found map[identity.UnitID]analytics.Row, r *Rollup) error {
	place := make(map[identity.UnitID]int, len(r.Units))
	var top analytics.Row
	for i, u := range r.Units {
		place[u.id] = i
		if u.Depth == 0 {
			top = plus(top, found[u.id], 1)
		}
	}
	var asked []*analytics.Row
	if !additive(level.Measure) {
		var err error
		level.Where = append(slices.Clone(level.Where), analytics.Cond{Dim: analytics.Unit, Op: analytics.NotIn, Codes: []int64{0}})
		if asked, err = m.asked(ctx, t, level, rows); err != nil {
			return err
		}
	}
	for i, row := range rows {
		u, ok := t.unitAt(row.Keys[0])
		if !ok {
			continue
		}
		other := plus(top, row, -1)
		if asked != nil {
			if asked[i] == nil {
				continue
			}
			other = *asked[i]
		}
		n := number(r.Metric, other)
		r.Units[place[u.ID]].Rest = &n
	}
	return nil
}

func changesOf(units []RollupUnit, of func(*RollupUnit) *Change) []*Change {
	out := make([]*Change, len(units))
	for i := range units {
		out[i] = of(&units[i])
	}
	return out
}

// spread says of every unit how its children stand, once all are judged.
func (r *Rollup) spread() {
	place := map[string]int{}
	for i, u := range r.Units {
		place[u.Key] = i
	}
	spreads := map[string]*Spread{}
	for _, u := range r.Units {
		if u.Parent == "" {
			continue
		}
		s := spreads[u.Parent]
		if s == nil {
			s = &Spread{}
			spreads[u.Parent] = s
		}
		if u.Figure.TooFew || u.Figure.Value == nil {
			s.TooFew++
			continue
		}
		s.Scored++
		if s.Low == nil || *u.Figure.Value < *s.Low {
			s.Low, s.Lowest = u.Figure.Value, u.Key
		}
		if s.High == nil || *u.Figure.Value > *s.High {
			s.High, s.Top = u.Figure.Value, u.Key
		}
		if u.Apart != nil && (u.Apart.Verdict == "higher" || u.Apart.Verdict == "lower") {
			s.Clear++
		}
	}
	for key, s := range spreads {
		if s.Scored >= 2 {
			r.Units[place[key]].Spread = s
		}
	}
}

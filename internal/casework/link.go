package casework

import (
	"context"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/problem"
	"github.com/touchstone-cx/touchstone/internal/web"
)

// CaseRef names another case.
type CaseRef struct {
	ID    ID     `json:"id"`
	Ref   string `json:"ref"`
	Title string `json:"title"`
	State State  `json:"state" enum:"new,open,waiting,resolved,closed"`
}

// Link is a case beside another.
type Link struct {
	CaseRef
	Kind string `json:"kind" enum:"related,split,split_from,parent,child,merged" doc:"What the other case is to this one"`
}

// Connect says that two cases have to do with each other. Doing it twice is doing it once.
func (c *Cases) Connect(ctx context.Context, org db.Org, id, other ID, on bool) (*File, error) {
	err := c.DB.Write(ctx, org, func(tx *db.Tx) error {
		a, b, err := c.pair(ctx, tx, org, id, other, "body.case", "link_self", "A case can't be linked to itself.")
		if err != nil {
			return err
		}
		changed, err := connect(ctx, tx, org, a.ID, b.ID, on)
		if err != nil || !changed {
			return err
		}
		e := Event{Kind: Linked, Text: "on"}
		if !on {
			e.Text = "off"
		}
		if err := c.toldBoth(ctx, tx, a, b, e); err != nil {
			return err
		}
		return c.Audit.Record(ctx, tx, "case.link", string(id), map[string]any{"ref": a.Ref, "other": b.Ref, "on": on})
	})
	if err != nil {
		return nil, err
	}
	return c.after(ctx, org, id)
}

// maxDepth bounds how deep cases lie below each other.
const maxDepth = 10

// SetParent puts a case below another, or below none. version is the one the editor saw.
func (c *Cases) SetParent(ctx context.Context, org db.Org, id ID, version int, parent ID) (*File, error) {
	err := c.DB.Write(ctx, org, func(tx *db.Tx) error {
		k, err := c.find(ctx, tx, org, id)
		if err != nil {
			return err
		}
		if k.Version != version {
			return web.Stale()
		}
		if k.MergedInto != nil {
			return mergedAway(k)
		}
		if k.parent == parent {
			return nil
		}
		to := ""
		if parent != "" {
			over, err := c.above(ctx, tx, org, k, parent)
			if err != nil {
				return err
			}
			to = over.Ref
		}
		k.parent = parent
		k.Version++
		if err := updateCase(ctx, tx, org, k); err != nil {
			return err
		}
		if err := addEvent(ctx, tx, org, id, Event{Kind: Parented, To: to, Detail: asDetail(map[string]any{"case": parent})}); err != nil {
			return err
		}
		c.publish(tx, org, id)
		return c.Audit.Record(ctx, tx, "case.parent", string(id), map[string]any{"ref": k.Ref, "parent": to})
	})
	if err != nil {
		return nil, err
	}
	return c.after(ctx, org, id)
}

// above finds the case that another is put below, refusing loops.
func (c *Cases) above(ctx context.Context, tx *db.Tx, org db.Org, k *Case, parent ID) (*Case, error) {
	_, over, err := c.pair(ctx, tx, org, k.ID, parent, "body.parent", "parent_self", "A case can't lie below itself.")
	if err != nil {
		return nil, err
	}
	if over.MergedInto != nil {
		return nil, problem.At("body.parent", "merge_chain", "%s was itself merged into %s. Choose that one.", over.Ref, over.MergedInto.Ref)
	}
	for up, depth := over, 1; up.parent != ""; depth++ {
		if up.parent == k.ID {
			return nil, problem.At("body.parent", "parent_loop", "%s lies below %s already: the two can't lie below each other.", over.Ref, k.Ref)
		}
		if depth >= maxDepth {
			return nil, problem.At("body.parent", "parent_depth", "Cases lie at most %d deep.", maxDepth)
		}
		if up, err = findCase(ctx, tx, org, up.parent); err != nil {
			return nil, err
		}
	}
	return over, nil
}

// childrenDone asks what becomes of the open cases below one that is done, and closes them with it where that is the answer.
func (c *Cases) childrenDone(ctx context.Context, d *desk, k *Case, m Move) error {
	if !m.State.done() || !k.State.Live() || m.Children == "leave" {
		return nil
	}
	children, err := liveBelow(ctx, d.tx, d.org, k.ID)
	if err != nil || len(children) == 0 {
		return err
	}
	if m.Children == "" {
		return problem.New(problem.Conflict, "children_open", "%s has %d open cases below it. Say whether they stay open or are done with it.", k.Ref, len(children)).
			With(problem.Args{"ref": k.Ref, "count": len(children)})
	}
	down := m
	down.Note, down.Cause, down.Outcome = "", k.Cause, k.Outcome
	if m.Cause != "" {
		down.Cause = m.Cause
	}
	if m.Outcome != "" {
		down.Outcome = m.Outcome
	}
	for i := range children {
		child := &children[i]
		before := *child
		events, err := c.advance(ctx, d, child, down)
		if err != nil {
			return err
		}
		if err := c.store(ctx, d, before, child, events, "case."+string(m.State)); err != nil {
			return err
		}
	}
	return nil
}

// steps is the way from each state to one that is asked for.
func steps(from, to State) []State {
	if from.MayBecome(to) || from == to {
		return []State{to}
	}
	for _, next := range moves[from] {
		if next.MayBecome(to) {
			return []State{next, to}
		}
		for _, after := range moves[next] {
			if after != from && after.MayBecome(to) {
				return []State{next, after, to}
			}
		}
	}
	return []State{to}
}

// advance takes a case to a state over all the steps that lie between.
func (c *Cases) advance(ctx context.Context, d *desk, k *Case, m Move) (events []Event, err error) {
	if k.State == m.State {
		return nil, problem.New(problem.Conflict, "state_refused", "%s is %s already.", k.Ref, k.State).With(problem.Args{"from": k.State, "to": m.State})
	}
	for _, to := range steps(k.State, m.State) {
		step := m
		step.State = to
		if to != m.State {
			step.Note = ""
		}
		more, err := c.move(ctx, d, k, step)
		if err != nil {
			return nil, err
		}
		events = append(events, more...)
	}
	return events, nil
}

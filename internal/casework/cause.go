package casework

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/problem"
)

// Cause says what went wrong, in a tree of two levels. A retired one stays readable and can't be chosen any more.
type Cause struct {
	Key     string `json:"key" maxLength:"64" doc:"Never changes"`
	Name    string `json:"name" maxLength:"100"`
	Parent  string `json:"parent,omitempty" maxLength:"64" doc:"Key of a cause that has no parent itself"`
	Retired bool   `json:"retired,omitempty"`
}

// CauseTree is an organisation's list, each cause before those below it.
type CauseTree struct {
	Causes  []Cause `json:"causes" maxItems:"300" nullable:"false"`
	Version int     `json:"version"`
}

func standardCauses() *CauseTree {
	t := &CauseTree{Version: 1}
	for _, o := range Causes {
		t.Causes = append(t.Causes, Cause{Key: o.Key, Name: o.Name})
	}
	return t
}

func (t *CauseTree) find(key string) *Cause {
	i := slices.IndexFunc(t.Causes, func(c Cause) bool { return c.Key == key })
	if i < 0 {
		return nil
	}
	return &t.Causes[i]
}

// under lists a cause and those below it.
func (t *CauseTree) under(key string) (keys []string) {
	keys = []string{key}
	for _, c := range t.Causes {
		if c.Parent == key {
			keys = append(keys, c.Key)
		}
	}
	return keys
}

// check refuses a cause that isn't on the list, or is there only for cases of the past.
func (t *CauseTree) check(key, at string) error {
	c := t.find(key)
	if c == nil {
		return problem.At(at, "cause_unknown", "%q isn't on the list.", brief(key))
	}
	if p := t.find(c.Parent); c.Retired || p != nil && p.Retired {
		return problem.At(at, "cause_retired", "The cause “%s” is no longer used. Choose another.", c.Name)
	}
	return nil
}

// validate checks the tree and puts it in order: each cause after its parent.
func (t *CauseTree) validate() error {
	used := 0
	for i := range t.Causes {
		c, at := &t.Causes[i], fmt.Sprintf("body.causes[%d]", i)
		if err := identity.Key(c.Key, at+".key"); err != nil {
			return err
		}
		c.Name = strings.Join(strings.Fields(c.Name), " ")
		if err := identity.Name(c.Name, at+".name", 100); err != nil {
			return err
		}
		if j := slices.IndexFunc(t.Causes, func(o Cause) bool { return o.Key == c.Key }); j != i {
			return problem.At(at+".key", "cause_twice", "There are two causes with the key %q.", c.Key)
		}
		if c.Parent != "" {
			switch p := t.find(c.Parent); {
			case p == nil:
				return problem.At(at+".parent", "cause_unknown", "%q isn't on the list.", brief(c.Parent))
			case p.Key == c.Key, p.Parent != "":
				return problem.At(at+".parent", "cause_depth", "Causes have two levels: “%s” can't lie below “%s”.", c.Name, p.Name)
			}
		}
		if !c.Retired {
			used++
		}
	}
	if used == 0 {
		return problem.At("body.causes", "causes_none", "At least one cause must be in use, or no case could be closed.")
	}
	ordered := []Cause{}
	for _, top := range t.Causes {
		if top.Parent != "" {
			continue
		}
		ordered = append(ordered, top)
		for _, c := range t.Causes {
			if c.Parent == top.Key {
				ordered = append(ordered, c)
			}
		}
	}
	t.Causes = ordered
	return nil
}

// CauseTree returns the causes in force.
func (c *Cases) CauseTree(ctx context.Context, org db.Org) (t *CauseTree, err error) {
	err = c.DB.Read(ctx, org, func(tx *db.Tx) error { t, err = c.desk(tx, org).causes(ctx); return err })
	return t, err
}

// SetCauses replaces the tree. A cause that cases have can be retired, not taken away.
func (c *Cases) SetCauses(ctx context.Context, org db.Org, version int, list []Cause) (t *CauseTree, err error) {
	err = c.set(ctx, org, "causes", version, func(d *desk) (int, any, error) {
		now, err := d.causes(ctx)
		if err != nil {
			return 0, nil, err
		}
		t = &CauseTree{Causes: slices.Clone(list), Version: now.Version + 1}
		if err := t.validate(); err != nil {
			return 0, nil, err
		}
		gone := []string{}
		for _, c := range now.Causes {
			if t.find(c.Key) == nil {
				gone = append(gone, c.Key)
			}
		}
		if used, err := causeInUse(ctx, d.tx, org, gone); err != nil || used != "" {
			return 0, nil, cmp.Or[error](err, problem.At("body.causes", "cause_in_use", "Cases have the cause “%s”. Retire it instead.", now.find(used).Name))
		}
		return now.Version, t.Causes, nil
	})
	return t, err
}

package characteristic

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/metric"
	"github.com/touchstone-cx/touchstone/internal/problem"
	"github.com/touchstone-cx/touchstone/internal/web"
	"github.com/touchstone-cx/touchstone/stats"
)

const highest = 4 // mark

// Sheets lists assessments, the newest first, of the units the caller sees.
func (c *Characteristics) Sheets(ctx context.Context, org db.Org, before string, limit int) (list []Sheet, next string, err error) {
	err = c.DB.Read(ctx, org, func(tx *db.Tx) error {
		list, err = sheets(ctx, tx, org, before, 10*limit)
		if err != nil {
			return err
		}
		list, err = c.seen(ctx, tx, org, list)
		return err
	})
	if len(list) > limit {
		list = list[:limit]
		next = string(list[limit-1].ID)
	}
	return list, next, err
}

// seen leaves out what lies outside the caller's units.
func (c *Characteristics) seen(ctx context.Context, tx *db.Tx, org db.Org, list []Sheet) ([]Sheet, error) {
	scope, err := c.People.Scope(ctx, tx)
	if err != nil || scope == nil {
		return list, err
	}
	units, err := identity.UnitsIn(ctx, tx, org)
	if err != nil {
		return nil, err
	}
	may := map[string]bool{}
	for _, u := range units {
		may[u.Key] = slices.Contains(scope, u.ID)
	}
	return slices.DeleteFunc(list, func(s Sheet) bool { return !may[s.Unit] }), nil
}

// Sheet returns one.
func (c *Characteristics) Sheet(ctx context.Context, org db.Org, id ID) (one *Sheet, err error) {
	err = c.DB.Read(ctx, org, func(tx *db.Tx) error {
		one, err = sheet(ctx, tx, org, id)
		if err != nil {
			return err
		}
		left, err := c.seen(ctx, tx, org, []Sheet{*one})
		if err == nil && len(left) == 0 {
			err = sheetUnknown()
		}
		return err
	})
	return one, err
}

func sheetUnknown() error {
	return problem.New(problem.NotFound, "sheet_unknown", "There is no such assessment.")
}

// Past lists what a sheet said before, the latest first.
func (c *Characteristics) Past(ctx context.Context, org db.Org, id ID) (list []Sheet, err error) {
	if _, err := c.Sheet(ctx, org, id); err != nil {
		return nil, err
	}
	err = c.DB.Read(ctx, org, func(tx *db.Tx) error { list, err = past(ctx, tx, org, id); return err })
	return list, err
}

// Assess keeps a new sheet.
func (c *Characteristics) Assess(ctx context.Context, org db.Org, in SheetInput) (*Sheet, error) {
	one := &Sheet{SheetInput: in, Version: 1}
	o, err := c.People.Organisation(ctx, org)
	if err != nil {
		return nil, err
	}
	err = c.DB.Write(ctx, org, func(tx *db.Tx) error {
		one.SheetInput = in
		day, err := c.checkSheet(ctx, tx, org, one, o.Location())
		if err != nil {
			return err
		}
		who := identity.From(ctx).Name
		one.ID, one.By, one.ChangedBy, one.CreatedAt, one.ChangedAt = ID(tx.ID("ash")), who, who, tx.Now, tx.Now
		if err := insertSheet(ctx, tx, org, one, day); err != nil {
			return err
		}
		return c.Audit.Record(ctx, tx, "assessment.add", string(one.ID), map[string]any{"kind": one.Kind, "subject": one.Subject})
	})
	return one, err
}

// Reassess changes a sheet; what it said before is kept.
func (c *Characteristics) Reassess(ctx context.Context, org db.Org, id ID, version int, in SheetInput) (*Sheet, error) {
	if _, err := c.Sheet(ctx, org, id); err != nil {
		return nil, err
	}
	o, err := c.People.Organisation(ctx, org)
	if err != nil {
		return nil, err
	}
	var one *Sheet
	err = c.DB.Write(ctx, org, func(tx *db.Tx) error {
		was, err := sheet(ctx, tx, org, id)
		if err != nil {
			return err
		}
		if was.Version != version {
			return web.Stale()
		}
		if err := keepPast(ctx, tx, org, was); err != nil {
			return err
		}
		next := *was
		next.SheetInput, next.Version, next.ChangedBy, next.ChangedAt = in, version+1, identity.From(ctx).Name, tx.Now
		day, err := c.checkSheet(ctx, tx, org, &next, o.Location())
		if err != nil {
			return err
		}
		one = &next
		if err := updateSheet(ctx, tx, org, one, day); err != nil {
			return err
		}
		return c.Audit.Record(ctx, tx, "assessment.change", string(id), map[string]any{"version": one.Version})
	})
	return one, err
}

// Discard removes a sheet with its past.
func (c *Characteristics) Discard(ctx context.Context, org db.Org, id ID) error {
	one, err := c.Sheet(ctx, org, id)
	if err != nil {
		return err
	}
	return c.DB.Write(ctx, org, func(tx *db.Tx) error {
		if err := dropSheet(ctx, tx, org, id); err != nil {
			return err
		}
		return c.Audit.Record(ctx, tx, "assessment.drop", string(id), map[string]any{"subject": one.Subject})
	})
}

// checkSheet refuses what can't be, and returns the day it took place as a number from 1970-01-01.
func (c *Characteristics) checkSheet(ctx context.Context, tx *db.Tx, org db.Org, s *Sheet, zone *time.Location) (int, error) {
	if !slices.Contains([]Kind{Conversation, Letter, Case, Premises, Process}, s.Kind) {
		return 0, problem.At("body.kind", "kind_unknown", "A conversation, letter, case, premises or process is assessed.")
	}
	if s.Subject = strings.TrimSpace(s.Subject); s.Subject == "" {
		return 0, problem.At("body.subject", "subject_missing", "Say what was assessed.")
	}
	if err := checkLink(s.Link); err != nil {
		return 0, err
	}
	own, err := stored(ctx, tx, org)
	if err != nil {
		return 0, err
	}
	given, seen := 0, map[string]bool{}
	for k, m := range s.Marks {
		at := fmt.Sprintf("body.marks[%d]", k)
		known := slices.ContainsFunc(merged(own, nil), func(one Characteristic) bool { return one.Key == m.Characteristic })
		switch {
		case !known:
			return 0, problem.At(at+".characteristic", "characteristic_unknown", "There is no characteristic %.60q.", m.Characteristic)
		case seen[m.Characteristic]:
			return 0, problem.At(at+".characteristic", "marked_twice", "%.60q is marked twice.", m.Characteristic)
		case m.Score != nil && (*m.Score < 0 || *m.Score > highest):
			return 0, problem.At(at+".score", "score_range", "Marks run from 0 to %d.", highest)
		case m.Score != nil:
			given++
		}
		seen[m.Characteristic] = true
		s.Marks[k].Evidence = strings.TrimSpace(m.Evidence)
	}
	if given == 0 {
		return 0, problem.At("body.marks", "nothing_marked", "Mark at least one characteristic.")
	}
	if err := c.checkPlace(ctx, tx, org, s); err != nil {
		return 0, err
	}
	return s.day(tx.Now.In(zone).Format(time.DateOnly))
}

func checkLink(link string) error {
	if link == "" || strings.HasPrefix(link, "/") && !strings.HasPrefix(link, "//") {
		return nil
	}
	if u, err := url.Parse(link); err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
		return problem.At("body.link", "link_invalid", "A link is an address that begins with https://, or a path in this program that begins with /.")
	}
	return nil
}

// checkPlace refuses units that aren't there or that the caller doesn't see.
func (c *Characteristics) checkPlace(ctx context.Context, tx *db.Tx, org db.Org, s *Sheet) error {
	units, err := identity.UnitsIn(ctx, tx, org)
	if err != nil {
		return err
	}
	scope, err := c.People.Scope(ctx, tx)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(units, func(u identity.Unit) bool { return u.Key == s.Unit })
	if s.Unit != "" && at < 0 {
		return problem.At("body.unit", "unit_unknown", "There is no unit %.60q.", s.Unit)
	}
	if scope != nil && (s.Unit == "" || !slices.Contains(scope, units[at].ID)) {
		return problem.At("body.unit", "unit_outside", "Name a unit of yours.")
	}
	return nil
}

// day is when it took place, as a number; today where nothing was said.
func (s *Sheet) day(today string) (int, error) {
	if s.Date == "" {
		s.Date = today
	}
	at, err := time.Parse(time.DateOnly, s.Date)
	if err != nil {
		return 0, problem.At("body.date", "date_invalid", "%.20q isn't a date such as 2026-01-31.", s.Date)
	}
	if s.Date > today {
		return 0, problem.At("body.date", "date_ahead", "What was assessed can't take place later than today.")
	}
	return int(at.Unix() / (24 * 3600)), nil
}

// assessed puts what sheets say into the cells of a matrix.
func (c *Characteristics) assessed(ctx context.Context, org db.Org, s Slice, m *Matrix, places map[string]int) error {
	var list []Sheet
	var units []identity.Unit
	err := c.DB.Read(ctx, org, func(tx *db.Tx) (err error) {
		if list, err = sheetsBetween(ctx, tx, org, dayOf(s.From), dayOf(s.To)); err != nil {
			return err
		}
		if units, err = identity.UnitsIn(ctx, tx, org); err != nil {
			return err
		}
		list, err = c.seen(ctx, tx, org, list)
		return err
	})
	if err != nil {
		return err
	}
	whole, groups := make([][]int, len(m.Characteristics)), map[int][][]int{}
	for _, one := range list {
		key, label := groupOf(&one, s.By, units)
		for k, d := range m.Characteristics {
			at := slices.IndexFunc(one.Marks, func(mark Mark) bool { return mark.Characteristic == d.Key && mark.Score != nil })
			if at < 0 {
				continue
			}
			score := *one.Marks[at].Score
			whole[k] = append(whole[k], score)
			if key == "" {
				continue
			}
			row := m.place(places, key, label, len(m.Characteristics))
			if groups[row] == nil {
				groups[row] = make([][]int, len(m.Characteristics))
			}
			groups[row][k] = append(groups[row][k], score)
		}
	}
	for k := range m.Characteristics {
		m.Whole[k].Assessed = marked(whole[k])
		for row, scores := range groups {
			m.Rows[row].Cells[k].Assessed = marked(scores[k])
		}
	}
	return nil
}

// groupOf is where a sheet belongs in a breakdown: for a level of units the nearest unit of that level, itself included.
func groupOf(s *Sheet, by string, units []identity.Unit) (key, label string) {
	switch by {
	case "employee":
		return s.Employee, s.Employee
	case "touch_point":
		return s.TouchPoint, s.TouchPoint
	case "month":
		return s.Date[:7], s.Date[:7]
	case "quarter":
		q := fmt.Sprintf("%s-Q%d", s.Date[:4], (int(s.Date[5]-'0')*10+int(s.Date[6]-'0')-1)/3+1)
		return q, q
	case "channel":
		return "", ""
	}
	kind, _ := strings.CutPrefix(by, "unit.")
	at := slices.IndexFunc(units, func(u identity.Unit) bool { return u.Key == s.Unit })
	for steps := 0; at >= 0 && steps <= len(units); steps++ {
		u := units[at]
		if by == "unit" || u.Kind == kind {
			return u.Key, u.Name
		}
		at = slices.IndexFunc(units, func(o identity.Unit) bool { return o.ID == u.Parent })
	}
	return "", ""
}

// marked is the mean of marks from 0 to 4, on 0 to 100, with Student's interval.
func marked(scores []int) *Marked {
	if len(scores) == 0 {
		return nil
	}
	const each = 1000 * 100 / highest // thousandths of a hundredth a mark is worth
	sum, squares := int64(0), int64(0)
	for _, s := range scores {
		v := int64(s) * each
		sum, squares = sum+v, squares+v*v
	}
	i := stats.Mean(stats.NewSums(int64(len(scores)), sum, 0, squares), 1000, metric.Level).Clamp(0, 100)
	return &Marked{Score: finite(i.Estimate), Low: finite(i.Low), High: finite(i.High), N: int64(len(scores))}
}

// dayOf is a date as a number of days; 0 where there is none.
func dayOf(s string) int {
	at, err := time.Parse(time.DateOnly, s[:min(len(s), 10)])
	if err != nil {
		return 0
	}
	return int(at.Unix() / (24 * 3600))
}

package loyalty

import (
	"context"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/touchstone-cx/touchstone/internal/customer"
	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/problem"
	"github.com/touchstone-cx/touchstone/internal/value"
	"github.com/touchstone-cx/touchstone/internal/web"
	"github.com/touchstone-cx/touchstone/stats/lifetime"
)

// Lost is a customer who seems to be lost, and what a person found.
type Lost struct {
	Customer  string         `json:"customer"`
	Name      string         `json:"name"`
	How       string         `json:"how" enum:"subscription_ended,silent,exit_survey" doc:"How it was noticed"`
	LostOn    string         `json:"lost_on" doc:"Last day on which they bought, or day on which they ended it"`
	Alive     float64        `json:"alive" doc:"How likely they are still a customer, where that was computed"`
	Spent     customer.Money `json:"spent" doc:"In all"`
	Said      string         `json:"said,omitempty" doc:"What they said on leaving"`
	Reached   string         `json:"reached" enum:"yes,no,unknown" doc:"Whether they reached a human in the half year before"`
	State     string         `json:"state" enum:"proposed,confirmed,dismissed"`
	Reason    string         `json:"reason,omitempty" enum:"price,competitor,service,product,moved,no_need,other,"`
	Words     string         `json:"words,omitempty" doc:"Why, in words"`
	DecidedBy string         `json:"decided_by,omitempty"`
	DecidedAt *time.Time     `json:"decided_at,omitempty"`
	Version   int            `json:"version"`
}

// Finding is what a person found of one.
type Finding struct {
	State   string `json:"state" enum:"proposed,confirmed,dismissed" doc:"proposed takes an earlier finding back"`
	Reason  string `json:"reason,omitempty" enum:"price,competitor,service,product,moved,no_need,other,"`
	Words   string `json:"words,omitempty" maxLength:"1000"`
	Reached string `json:"reached,omitempty" enum:"yes,no,unknown," doc:"What was known stays where this is left out"`
}

// Summary counts the register.
type Summary struct {
	Proposed  int64     `json:"proposed"`
	Confirmed int64     `json:"confirmed"`
	Dismissed int64     `json:"dismissed"`
	Reached   *Interval `json:"reached,omitempty" doc:"Of the lost (not dismissed) of whom it is known: the share who reached a human before"`
	KnownN    int64     `json:"reached_n"`
	Reasons   []Reason  `json:"reasons" doc:"Of confirmed ones, the most frequent first"`
}

// Reason is how many left for it.
type Reason struct {
	Reason string    `json:"reason"`
	N      int64     `json:"n"`
	Share  *Interval `json:"share,omitempty"`
}

const (
	unlikely     = 0.2 // to be a customer still, below which one is proposed as lost
	mostProposed = 500 // in one measuring: who spent most
	halfYear     = 182
)

// lost proposes customers: whose last subscription has ended, who stated on leaving why, or who are silent for so long that they
// are hardly there any more. Of those who spent most first.
func (l *Loyalty) lost(bought []value.Bought, contracts map[string][]contract, h *heard, who *crowd, w window, currency string) (out []Lost, warning string) {
	spent, last := map[string]float64{}, map[string]int32{}
	rows := make([]lifetime.History, len(bought))
	for k, b := range bought {
		n := len(b.Days) - 1
		for _, m := range b.Minor {
			spent[b.Customer] += m
		}
		last[b.Customer] = b.Days[n]
		rows[k] = lifetime.History{Repeats: n, Last: lifetime.Days(float64(b.Days[n] - b.Days[0])), Observed: lifetime.Days(float64(max(1, w.until-b.Days[0])))}
	}
	propose := func(id, how string, on int32, alive float64, said string) {
		out = append(out, Lost{Customer: id, How: how, LostOn: dayText(on), Alive: alive, Spent: *customer.Amount(int64(math.Round(spent[id])), currency), Said: said,
			Reached: reached(h.contacts[id], on)})
	}
	taken := map[string]bool{}
	for id, why := range h.exits {
		taken[id] = true
		on, known := last[id]
		if !known {
			on = w.until - 1
		}
		propose(id, "exit_survey", on, 0, why)
	}
	for id, list := range contracts {
		end, running, why := int32(0), false, ""
		for _, c := range list {
			running = running || c.end == 0 || c.end >= w.until
			if c.end > end {
				end, why = c.end, c.reason
			}
		}
		if !running && !taken[id] {
			taken[id] = true
			propose(id, "subscription_ended", end, 0, why)
		}
	}
	m, err := lifetime.FitBGNBD(rows, lifetime.Weeks(1), lifetime.Options{Workers: 2})
	if err != nil && len(bought) > 0 {
		warning = "Who is silent for too long can't be told: " + err.Error()
	}
	for k, b := range bought {
		if m == nil || taken[b.Customer] || len(contracts[b.Customer]) > 0 {
			continue
		}
		if a := m.Alive(rows[k]); a < unlikely {
			propose(b.Customer, "silent", last[b.Customer], a, "")
		}
	}
	slices.SortFunc(out, func(a, b Lost) int {
		if a.Spent.Minor != b.Spent.Minor {
			return int(b.Spent.Minor - a.Spent.Minor)
		}
		return strings.Compare(a.Customer, b.Customer)
	})
	return out[:min(len(out), mostProposed)], warning
}

// reached says whether somebody who had contacts in the half year before they were lost reached a human in one.
func reached(contacts []contact, on int32) string {
	out := "unknown"
	for _, c := range contacts {
		if d := day(c.at); d > on+halfYear || d < on-halfYear {
			continue
		}
		if c.employee {
			return "yes"
		}
		out = "no"
	}
	return out
}

// Decide keeps what a person found of a lost customer.
func (l *Loyalty) Decide(ctx context.Context, org db.Org, id string, version int, f Finding) (one *Lost, err error) {
	f.Words = strings.TrimSpace(f.Words)
	if err := identity.Clean(f.Words, "body.words"); err != nil {
		return nil, err
	}
	switch f.State {
	case "proposed", "dismissed":
	case "confirmed":
		if f.Reason == "" {
			return nil, problem.At("body.reason", "reason_needed", "Say why this customer was lost; “other” where none of these fits.")
		}
		if f.Reason == "other" && f.Words == "" {
			return nil, problem.At("body.words", "words_needed", "Say in words why: “other” alone helps nobody.")
		}
	default:
		return nil, problem.At("body.state", "state_unknown", "A lost customer is proposed, confirmed or dismissed.")
	}
	err = l.DB.Write(ctx, org, func(tx *db.Tx) error {
		if one, err = findLost(ctx, tx, org, id); err != nil {
			return err
		}
		if one.Version != version {
			return web.Stale()
		}
		one.State, one.Reason, one.Words, one.DecidedBy, one.DecidedAt = f.State, f.Reason, f.Words, identity.From(ctx).Name, &tx.Now
		if f.State == "proposed" {
			one.Reason, one.Words, one.DecidedBy, one.DecidedAt = "", "", "", nil
		}
		if f.Reached != "" {
			one.Reached = f.Reached
		}
		one.Version++
		if err := updateLost(ctx, tx, org, one); err != nil {
			return err
		}
		tx.AfterCommit(func() { l.Hub.Publish(string(org), "loyalty", map[string]string{}) })
		return l.Audit.Record(ctx, tx, "loyalty."+f.State, id, map[string]any{"reason": f.Reason})
	})
	return one, err
}

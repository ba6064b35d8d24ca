package value

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"sort"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/problem"
	"github.com/touchstone-cx/touchstone/stats"
	"github.com/touchstone-cx/touchstone/stats/lifetime"
)

// contract is one subscription in days, its fee per period of the model.
type contract struct {
	start, end int32 // end 0 while it runs
	fee        float64
}

// book is all subscriptions of some customers.
type book struct {
	list   []contract
	period lifetime.Duration
	first  int32
	until  int32 // the day after the last that is known
}

// daysOf is how long each period is.
func daysOf(period string) float64 {
	switch period {
	case "week":
		return 7
	case "year":
		return 365.25
	}
	return 365.25 / 12
}

// fromContracts computes what a customer under contract is worth.
func (v *Values) fromContracts(ctx context.Context, org db.Org, w *Wish, note func(string, int64, int64)) (*CustomerValue, error) {
	note("reading", 0, 4)
	b, err := v.book(ctx, org, w)
	if err != nil {
		return nil, err
	}
	if len(b.list) == 0 {
		return nil, stats.Refuse("no_subscriptions", "There are no subscriptions of these customers. Import them, or type the value.")
	}
	c := &CustomerValue{Segment: w.Segment, Kind: Contractual, HorizonDays: w.HorizonDays, MarginShare: w.MarginShare, DiscountRate: w.DiscountRate, Currency: w.Currency,
		Customers: int64(len(b.list)), Method: contractsMethod, Rates: w.Rates, InputsHash: hashed([]any{b.hash(), w}), Model: map[string]float64{},
		Source: "subscriptions from " + dayText(b.first) + " to " + dayText(b.until-1)}
	note("fitting", 1, 4)
	m, err := lifetime.FitSBG(b.counts(b.until), b.period, lifetime.Options{})
	if err != nil {
		return nil, err
	}
	c.Model["alpha"], c.Model["beta"], c.Model["period_days"] = m.Alpha, m.Beta, b.period.In(lifetime.Days(1))
	note("testing", 2, 4)
	c.BackTest = b.backTest(w.HeldBack, c)
	c.graded()
	note("drawing", 3, 4)
	days, over := horizons(c.HorizonDays)
	running := b.running()
	c.Living = float64(len(running))
	if len(running) == 0 {
		return nil, stats.Refuse("nobody_left", "All subscriptions have ended: nobody is left to be worth anything.")
	}
	random := rand.New(rand.NewPCG(1, uint64(len(b.list)))) //nolint:gosec // to be repeated, not to be secret
	point := b.perLiving(m, running, over, c)
	off := wrong(c.BackTest)
	var drawn [][]float64
	for range draws {
		d := b.perLiving(m.Draw(random), running, over, c)
		shift := math.Exp(off * random.NormFloat64())
		for k := range d {
			d[k] *= shift
		}
		drawn = append(drawn, d)
	}
	c.course(days, point, drawn)
	return c, nil
}

// book reads the subscriptions. Periods are years where all are, months otherwise; what lies ahead isn't known yet.
func (v *Values) book(ctx context.Context, org db.Org, w *Wish) (*book, error) {
	who, err := v.whom(ctx, org, w.Segment)
	if err != nil {
		return nil, err
	}
	rows, err := v.subscriptions(ctx, org)
	if err != nil {
		return nil, err
	}
	b := &book{period: lifetime.Months(1), first: math.MaxInt32, until: int32(v.DB.Now().UnixMicro()/microsPerDay) + 1} //nolint:gosec // days since 1970
	yearly, missing := true, map[string]bool{}
	for _, r := range rows {
		yearly = yearly && r.period == "year"
	}
	if yearly && len(rows) > 0 {
		b.period = lifetime.Years(1)
	}
	for _, r := range rows {
		if _, used := who.of(r.customer); !used {
			continue
		}
		rate := 1.0
		if r.currency != w.Currency {
			given, ok := w.Rates[r.currency]
			if !ok {
				missing[r.currency] = true
			}
			rate = given * minorScale(w.Currency) / minorScale(r.currency)
		}
		one := contract{start: int32(r.start / microsPerDay), fee: float64(r.amount) * rate * b.period.In(lifetime.Days(daysOf(r.period)))} //nolint:gosec // days since 1970
		if r.end > 0 {
			one.end = max(one.start+1, int32(r.end/microsPerDay)) //nolint:gosec // days since 1970
		}
		if one.start < b.until {
			b.list, b.first = append(b.list, one), min(b.first, one.start)
		}
	}
	if len(missing) > 0 {
		list := []string{}
		for k := range missing {
			list = append(list, k)
		}
		sort.Strings(list)
		return nil, problem.At("body.rates", "rate_needed", "The history has amounts in %s beside %s. Say what one unit of each was worth in %s.", joined(list), w.Currency, w.Currency).
			With(problem.Args{"currencies": joined(list), "currency": w.Currency})
	}
	return b, nil
}

func (b *book) hash() string {
	out := make([][3]float64, len(b.list))
	for k, c := range b.list {
		out[k] = [3]float64{float64(c.start), float64(c.end), c.fee}
	}
	return hashed(out)
}

// renewals is how many renewals lie between two days, and how much of the next period has gone by.
func (b *book) renewals(from, to int32) (n int, elapsed float64) {
	x := lifetime.Days(float64(to - from)).In(b.period)
	return int(x), x - math.Floor(x)
}

// counts are the contracts as they stood before a day. One ends at the renewal that it didn't reach.
func (b *book) counts(until int32) (c lifetime.Contracts) {
	put := func(list *[]int64, k int) {
		for len(*list) < k {
			*list = append(*list, 0)
		}
		(*list)[k-1]++
	}
	for _, one := range b.list {
		if one.start >= until {
			continue
		}
		if one.end > 0 && one.end < until {
			n, _ := b.renewals(one.start, one.end)
			put(&c.Lost, n+1)
		} else if n, _ := b.renewals(one.start, until); n > 0 {
			put(&c.Kept, n)
		}
	}
	return c
}

func (b *book) running() (out []contract) {
	for _, one := range b.list {
		if one.end == 0 || one.end >= b.until {
			out = append(out, one)
		}
	}
	return out
}

// perLiving is the margin that one running contract brings within each time. Those alike are computed once.
func (b *book) perLiving(m *lifetime.SBG, running []contract, over []lifetime.Duration, c *CustomerValue) []float64 {
	type age struct{ n, tenth int }
	fees := map[age]float64{}
	for _, one := range running {
		n, elapsed := b.renewals(one.start, b.until)
		fees[age{n, int(10 * elapsed)}] += one.fee
	}
	out := make([]float64, len(over))
	for a, fee := range fees {
		for k, d := range over {
			out[k] += fee * m.Residual(a.n, (float64(a.tenth)+0.5)/10, d, c.DiscountRate)
		}
	}
	for k := range out {
		out[k] *= c.MarginShare / float64(len(running))
	}
	return out
}

// backTest foretells how many of the contracts that ran at the cut still run, week by week.
func (b *book) backTest(wish int, c *CustomerValue) *BackTest {
	weeks := heldBack(int(b.until-b.first)/7, wish)
	cut := b.until - int32(7*weeks) //nolint:gosec // weeks of a history
	if weeks < 1 || cut <= b.first {
		c.Warnings = append(c.Warnings, "No back-test: hold back some time, but leave some to fit to.")
		return nil
	}
	m, err := lifetime.FitSBG(b.counts(cut), b.period, lifetime.Options{})
	var refusal *stats.Refusal
	if errors.As(err, &refusal) {
		c.Warnings = append(c.Warnings, "No back-test: "+refusal.Text)
		return nil
	}
	out := &BackTest{What: "kept", HeldBack: weeks}
	var ages []int32
	var ends []int32
	for _, one := range b.list {
		if one.start < cut && (one.end == 0 || one.end >= cut) {
			ages, ends = append(ages, cut-one.start), append(ends, one.end)
		}
	}
	expected := func(m *lifetime.SBG, after int32) (sum, spread float64) {
		for _, a := range ages {
			n, part := b.renewals(0, a)
			to, rest := b.renewals(0, a+after)
			// The model ends contracts at renewals; in life they end on the way to one, evenly.
			s := func(k int, x float64) float64 { return m.Survival(k) * (1 - x*(1-m.Retention(k+1))) }
			p := s(to, rest) / s(n, part)
			sum, spread = sum+p, spread+p*(1-p)
		}
		return sum, spread
	}
	for k := 0; k <= weeks; k++ {
		day := cut + int32(7*k) //nolint:gosec // weeks of a history
		w := Week{At: dayText(day - 1), HeldBack: k > 0}
		w.Predicted, _ = expected(m, day-cut)
		for _, e := range ends {
			if e == 0 || e >= day {
				w.Actual++
			}
		}
		out.Weeks = append(out.Weeks, w)
	}
	last := out.Weeks[weeks]
	random := rand.New(rand.NewPCG(2, uint64(len(ages)))) //nolint:gosec // to be repeated, not to be secret
	_, chance := expected(m, int32(7*weeks))              //nolint:gosec // weeks of a history
	spread := 0.0
	for range 60 {
		p, _ := expected(m.Draw(random), int32(7*weeks)) //nolint:gosec // weeks of a history
		spread += (p - last.Predicted) * (p - last.Predicted) / 60
	}
	sd := math.Sqrt(chance+spread) * stats.NormalQuantile(0.9)
	out.Predicted, out.Actual, out.Low, out.High = last.Predicted, last.Actual, math.Max(0, last.Predicted-sd), last.Predicted+sd
	out.judge()
	return out
}

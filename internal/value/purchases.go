package value

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"math"
	"math/rand/v2"
	"strconv"
	"time"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/stats"
	"github.com/touchstone-cx/touchstone/stats/lifetime"
)

// How much work is done at most: beyond it a sample stands for all.
const (
	mostForecast = 50_000 // customers whose value is computed one by one
	mostRedrawn  = 200    // of whom intervals are computed
	draws        = 120
	workers      = 2
)

// method names what was done to the data; another way of doing it gets another number.
const (
	purchasesMethod = "bg-nbd+gamma-gamma/1"
	contractsMethod = "sbg/1"
)

// fromPurchases computes what a living customer is worth who may leave unannounced.
func (v *Values) fromPurchases(ctx context.Context, org db.Org, w *Wish, note func(string, int64, int64)) (*CustomerValue, error) {
	today := int32(v.DB.Now().UnixMicro()/microsPerDay) + 1 //nolint:gosec // days since 1970
	h, err := v.purchases(ctx, org, w, today, func(done int64) { note("reading", done, 0) })
	if err != nil {
		return nil, err
	}
	if len(h.buys) == 0 {
		return nil, stats.Refuse("no_purchases", "There are no purchases of these customers. Import them, or type the value.")
	}
	c := &CustomerValue{Segment: w.Segment, Kind: NonContractual, HorizonDays: w.HorizonDays, MarginShare: w.MarginShare, DiscountRate: w.DiscountRate, Currency: w.Currency,
		Customers: int64(len(h.buys)), Method: purchasesMethod, Rates: w.Rates, LeftOut: h.leftOut(), InputsHash: h.hash(w),
		Source: "purchases from " + dayText(h.first) + " to " + dayText(h.last)}
	end := h.last + 1
	note("fitting", 1, 4)
	rows, spend := h.rows(end)
	m, err := lifetime.FitBGNBD(rows, lifetime.Weeks(1), lifetime.Options{Workers: workers})
	if err != nil {
		return nil, err
	}
	paid := newPaid(spend, c)
	if m.Held {
		c.Warnings = append(c.Warnings, "Customers differ so little in one respect that a parameter is left open by the data; a weak prior holds it. The back-test says what that is worth.")
	}
	note("testing", 2, 4)
	c.BackTest = h.backTest(w.HeldBack, end, c)
	c.graded()
	if err := context.Cause(ctx); err != nil {
		return nil, err
	}
	note("drawing", 3, 4)
	c.Model["r"], c.Model["alpha"], c.Model["a"], c.Model["b"] = m.R, m.Alpha, m.A, m.B
	c.worth(m, paid, rows, spend)
	return c, nil
}

func dayText(day int32) string { return time.Unix(int64(day)*86400, 0).UTC().Format(time.DateOnly) }

// rows are the customers as the models take them; spend is of everybody, one mean of the repeats, or of the first purchase where
// there is no other (with 0 purchases, so that nobody fits to it).
func (h *history) rows(end int32) (rows []lifetime.History, spend []lifetime.Spend) {
	for _, mine := range h.buys {
		n := len(mine) - 1
		r := lifetime.History{Repeats: n, Observed: lifetime.Days(float64(end - mine[0].day))}
		s := lifetime.Spend{Purchases: n}
		if n > 0 {
			r.Last = lifetime.Days(float64(mine[n].day - mine[0].day))
			for _, b := range mine[1:] {
				s.Mean += b.minor / float64(n)
			}
		}
		rows, spend = append(rows, r), append(spend, s)
	}
	return rows, spend
}

// hash is of all that went in: purchases as they were used, and the wish.
func (h *history) hash(w *Wish) string {
	sum := sha256.New()
	var b [12]byte
	for _, mine := range h.buys {
		for _, one := range mine {
			binary.LittleEndian.PutUint32(b[:], uint32(one.day)) //nolint:gosec // only to be hashed
			binary.LittleEndian.PutUint64(b[4:], math.Float64bits(one.minor))
			sum.Write(b[:])
		}
		sum.Write([]byte{0xff})
	}
	sum.Write([]byte(hashed(w)))
	return hex.EncodeToString(sum.Sum(nil))
}

// paid says what a customer pays for a purchase: by Gamma-Gamma, or where that can't be fitted by the mean of all.
type paid struct {
	model *lifetime.GammaGamma
	mean  float64
}

func newPaid(spend []lifetime.Spend, c *CustomerValue) paid {
	var repeat []lifetime.Spend
	var p paid
	sum, n := 0.0, 0.0
	for _, s := range spend {
		if s.Purchases > 0 {
			repeat = append(repeat, s)
			sum, n = sum+s.Mean*float64(s.Purchases), n+float64(s.Purchases)
		}
	}
	p.mean = sum / n
	c.Model = map[string]float64{}
	g, err := lifetime.FitGammaGamma(repeat, lifetime.Options{Workers: workers})
	var refusal *stats.Refusal
	switch {
	case errors.As(err, &refusal):
		c.Warnings = append(c.Warnings, refusal.Text+" The mean of all repeat purchases was used instead.")
	case g.Q <= 1:
		c.Warnings = append(c.Warnings, "A few customers pay so much more than the others that the model has no mean. The mean of all repeat purchases was used instead.")
	default:
		p.model = g
		c.Model["p"], c.Model["q"], c.Model["v"] = g.P, g.Q, g.V
		if math.Abs(g.Correlation) > 0.3 {
			c.Warnings = append(c.Warnings, "Who buys often pays otherwise per purchase than who buys seldom (correlation "+decimals(g.Correlation)+"): the model supposes they don't, and the value is off by some of that.")
		}
	}
	return p
}

func (p paid) of(s lifetime.Spend) float64 {
	if p.model == nil {
		return p.mean
	}
	return p.model.Mean(s)
}

// worth computes the value of one living customer: the sum of all values over the sum of all chances to be alive.
func (c *CustomerValue) worth(m *lifetime.BGNBD, p paid, rows []lifetime.History, spend []lifetime.Spend) {
	random := rand.New(rand.NewPCG(1, uint64(len(rows)))) //nolint:gosec // to be repeated, not to be secret
	days, over := horizons(c.HorizonDays)
	c.Alive = make([]int64, 10)
	for _, r := range rows {
		a := m.Alive(r)
		c.Living += a
		c.Alive[min(9, int(10*a))]++
	}
	pick := sample(len(rows), mostForecast, random)
	point := perLiving(m, p, rows, spend, pick, over, c)
	few := sample(len(rows), mostRedrawn, random)
	base := perLiving(m, p, rows, spend, few, over, c)
	off := wrong(c.BackTest)
	var drawn [][]float64
	for range draws {
		again := p
		if p.model != nil {
			if g := p.model.Draw(random); g.Q > 1 {
				again.model = g
			}
		}
		d := perLiving(m.Draw(random), again, rows, spend, few, over, c)
		shift := math.Exp(off * random.NormFloat64())
		for k := range d {
			d[k] = point[k] * d[k] / base[k] * shift
		}
		drawn = append(drawn, d)
	}
	c.course(days, point, drawn)
}

func sample(n, most int, random *rand.Rand) []int {
	out := random.Perm(n)
	return out[:min(n, most)]
}

// perLiving is the margin that one living customer brings within each time, over some of the customers.
func perLiving(m *lifetime.BGNBD, p paid, rows []lifetime.History, spend []lifetime.Spend, pick []int, over []lifetime.Duration, c *CustomerValue) []float64 {
	some := make([]lifetime.History, len(pick))
	for k, at := range pick {
		some[k] = rows[at]
	}
	out, living := make([]float64, len(over)), 0.0
	m.Forecast(some, over, c.DiscountRate, func(row int, alive float64, within []float64) {
		living += alive
		each := p.of(spend[pick[row]]) * c.MarginShare
		for k, n := range within {
			out[k] += n * each
		}
	})
	for k := range out {
		out[k] /= living
	}
	return out
}

// heldBack is how many weeks are held back where nobody says.
func heldBack(weeks int, wish int) int {
	if wish > 0 {
		return wish
	}
	return min(26, weeks/3)
}

// backTest foretells the last weeks from those before; nil, with a warning, where that can't be done.
func (h *history) backTest(wish int, end int32, c *CustomerValue) *BackTest {
	total := int(end - h.first)
	weeks := heldBack(total/7, wish)
	buys := make([][]lifetime.Duration, len(h.buys))
	for k, mine := range h.buys {
		for _, b := range mine {
			buys[k] = append(buys[k], lifetime.Days(float64(b.day-h.first)))
		}
	}
	t, err := lifetime.BackTest(buys, lifetime.Days(float64(total)), lifetime.Weeks(float64(weeks)), lifetime.Weeks(1), lifetime.Options{Workers: workers})
	var refusal *stats.Refusal
	if errors.As(err, &refusal) {
		c.Warnings = append(c.Warnings, "No back-test: "+refusal.Text)
		return nil
	}
	out := &BackTest{What: "purchases", HeldBack: weeks, Predicted: t.Predicted, Low: t.Low, High: t.High, Actual: t.Actual}
	for _, s := range t.Path {
		out.Weeks = append(out.Weeks, Week{dayText(h.first + int32(s.Until.In(lifetime.Days(1))+0.5) - 1), s.Predicted, s.Actual, s.HeldBack})
	}
	out.judge()
	return out
}

// judge says whether a back-test held.
func (b *BackTest) judge() {
	b.Error = 0
	if b.Actual > 0 {
		b.Error = (b.Predicted - b.Actual) / b.Actual
	}
	b.Held = b.Actual > 0 && math.Abs(b.Error) <= 0.1 || b.Low <= b.Actual && b.Actual <= b.High
}

func decimals(x float64) string { return strconv.FormatFloat(x, 'f', 2, 64) }

package lifetime_test

import (
	"bufio"
	"errors"
	"math"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/touchstone-cx/touchstone/stats"
	"github.com/touchstone-cx/touchstone/stats/lifetime"
)

func near(t *testing.T, what string, got, want, by float64) {
	t.Helper()
	if !(math.Abs(got-want) <= by) {
		t.Errorf("%s is %v, not %v", what, got, want)
	}
}

func must[T any](t *testing.T, v T, err error) T {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// cdnow is the sample of 2,357 customers of an online music shop who first bought in the first quarter of 1997, of P. S. Fader &
// B. G. S. Hardie (brucehardie.com/notes/026): repeats, weeks to the last of them, weeks observed, mean spend of the repeats.
func cdnow(t *testing.T) (list []lifetime.History, spend []lifetime.Spend) {
	t.Helper()
	f, err := os.Open("testdata/cdnow.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close() //nolint:errcheck // only read
	lines := bufio.NewScanner(f)
	lines.Scan()
	for lines.Scan() {
		var v [5]float64
		for k, s := range strings.Split(strings.TrimSpace(lines.Text()), ",") {
			if v[k], err = strconv.ParseFloat(s, 64); err != nil {
				t.Fatal(err)
			}
		}
		list = append(list, lifetime.History{Repeats: int(v[1]), Last: lifetime.Weeks(v[2]), Observed: lifetime.Weeks(v[3])})
		if v[1] > 0 {
			spend = append(spend, lifetime.Spend{Purchases: int(v[1]), Mean: v[4]})
		}
	}
	if len(list) != 2357 || len(spend) != 946 {
		t.Fatalf("%d customers, %d with a repeat", len(list), len(spend))
	}
	return list, spend
}

func TestBGNBDEqualsThePublishedFitOfCDNOW(t *testing.T) {
	list, _ := cdnow(t)
	m := must(t, mustFit(lifetime.FitBGNBD(list, lifetime.Weeks(1), lifetime.Options{Workers: 2})), nil)
	near(t, "r", m.R, 0.242593, 2e-6)
	near(t, "α", m.Alpha, 4.413532, 2e-5)
	near(t, "a", m.A, 0.792886, 2e-5)
	near(t, "b", m.B, 2.425752, 1e-4)
	near(t, "log-likelihood", m.LogLikelihood, -9582.4, 0.05)
	// The paper: a customer with 2 repeats, the last after 30.43 weeks of 38.86, is expected to buy 1.226 times in the next 39 weeks.
	h := lifetime.History{Repeats: 2, Last: lifetime.Weeks(30.43), Observed: lifetime.Weeks(38.86)}
	near(t, "expected purchases", m.Expected(h, lifetime.Weeks(39)), 1.226, 0.0006)
	r, alpha, a, b := m.Deviations()
	for name, v := range map[string]float64{"r": r / 0.012557, "α": alpha / 0.378222, "a": a / 0.185720, "b": b / 0.705345} { // of lifetimes 0.11
		near(t, "standard error of "+name+" against the published one", v, 1, 0.02)
	}
}

func mustFit(m *lifetime.BGNBD, err error) *lifetime.BGNBD {
	if err != nil {
		panic(err)
	}
	return m
}

func TestUnitsOfTimeChangeNothingButTheirOwnParameter(t *testing.T) {
	list, _ := cdnow(t)
	weeks := mustFit(lifetime.FitBGNBD(list, lifetime.Weeks(1), lifetime.Options{}))
	days := mustFit(lifetime.FitBGNBD(list, lifetime.Days(1), lifetime.Options{Workers: 2}))
	near(t, "r", days.R, weeks.R, 1e-12)
	near(t, "α in days", days.Alpha, 7*weeks.Alpha, 1e-9)
	year := lifetime.Years(1)
	near(t, "a year by days and by weeks", days.Expected(list[0], year), weeks.Expected(list[0], year), 1e-12)
	if ratio := weeks.New(lifetime.Weeks(4*365.25/7)) / weeks.New(lifetime.Weeks(365.25/7)); ratio < 1.3 {
		t.Errorf("four years are worth %.2f of one: this guards against nothing", ratio)
	}
}

func TestGammaGammaEqualsThePublishedFitOfCDNOW(t *testing.T) {
	_, spend := cdnow(t)
	m, err := lifetime.FitGammaGamma(spend, lifetime.Options{})
	if err != nil {
		t.Fatal(err)
	}
	near(t, "p", m.P, 6.25, 0.01)
	near(t, "q", m.Q, 3.74, 0.01)
	near(t, "v", m.V, 15.45, 0.02)
	near(t, "correlation", m.Correlation, 0.11, 0.02)
	// The note: everybody's mean is v p / (q − 1), 35.25; one customer with 2 repeats of 22.35 on average.
	near(t, "everybody's mean", m.Mean(lifetime.Spend{}), 35.2, 0.2)
	near(t, "mean of the first customer", m.Mean(lifetime.Spend{Purchases: 2, Mean: 22.35}), 24.66, 0.05)
}

// Of 1,000 customers each, after none to 7 renewals, and what the model then says of the twelfth. Fader & Hardie 2007, table 1 and figures 4 to 6.
func TestSBGEqualsThePublishedFits(t *testing.T) {
	for name, c := range map[string]struct {
		kept        []int64
		alpha, beta float64
	}{
		"regular":  {[]int64{1000, 631, 468, 382, 326, 289, 262, 241}, 0.704, 1.182},
		"high end": {[]int64{1000, 869, 743, 653, 593, 551, 517, 491}, 0.668, 3.806},
	} {
		data := lifetime.Contracts{Lost: make([]int64, 7), Kept: make([]int64, 7)}
		for k := 1; k < len(c.kept); k++ {
			data.Lost[k-1] = c.kept[k-1] - c.kept[k]
		}
		data.Kept[6] = c.kept[7]
		m, err := lifetime.FitSBG(data, lifetime.Years(1), lifetime.Options{})
		if err != nil {
			t.Fatal(err)
		}
		near(t, name+" α", m.Alpha, c.alpha, 0.0006)
		near(t, name+" β", m.Beta, c.beta, 0.0006)
		near(t, name+" survival", m.Survival(12), map[string]float64{"regular": 0.173, "high end": 0.394}[name], 0.02)
		near(t, "retention", m.Survival(5)*m.Retention(6), m.Survival(6), 1e-12)
		if name == "high end" {
			near(t, "log-likelihood", m.LogLikelihood, -1611.2, 0.05)
		}
	}
}

func TestResidualLifetimeIsTheSumOfItsRenewals(t *testing.T) {
	m := &lifetime.SBG{Alpha: 0.668, Beta: 3.806, Period: lifetime.Years(1)}
	want := 0.0
	for k := 1; k <= 5; k++ {
		want += m.Survival(2+k) / m.Survival(2) / math.Pow(1.1, float64(k))
	}
	near(t, "five years", m.Residual(2, 0, lifetime.Years(5), 0.1), want, 1e-12)
	if early, late := m.Residual(0, 0, lifetime.Years(5), 0.1), m.Residual(4, 0, lifetime.Years(5), 0.1); late <= early {
		t.Errorf("who has renewed four times is worth %.3f, who hasn't %.3f", late, early)
	}
	if m.Residual(0, 0.5, lifetime.Years(5), 0.1) <= m.Residual(0, 0, lifetime.Years(5), 0.1) {
		t.Error("a payment that is due sooner is worth more")
	}
}

func refused(t *testing.T, name, code string, err error) {
	t.Helper()
	var r *stats.Refusal
	if !errors.As(err, &r) || r.Code != code || len(r.Text) < 20 {
		t.Errorf("%s: %v, not %s", name, err, code)
	}
}

func TestWhatIsNoHistoryIsRefused(t *testing.T) {
	h := func(x int, last, observed float64) lifetime.History {
		return lifetime.History{Repeats: x, Last: lifetime.Weeks(last), Observed: lifetime.Weeks(observed), Customers: 100}
	}
	week := lifetime.Weeks(1)
	for name, c := range map[string]struct {
		list []lifetime.History
		code string
	}{
		"nobody came back":          {[]lifetime.History{h(0, 0, 20), h(0, 0, 30)}, "no_repeats"},
		"no one at all":             {nil, "no_repeats"},
		"few came back":             {[]lifetime.History{h(0, 0, 20), {Repeats: 1, Last: week, Observed: lifetime.Weeks(9)}}, "too_few"},
		"a purchase to come":        {[]lifetime.History{h(1, 21, 20)}, "order"},
		"a repeat without its time": {[]lifetime.History{h(1, 0, 20)}, "order"},
		"a time without its repeat": {[]lifetime.History{h(0, 3, 20)}, "order"},
		"negative":                  {[]lifetime.History{h(-1, 3, 20)}, "negative"},
		"no time":                   {[]lifetime.History{h(0, 0, 0)}, "no_time"},
		"everybody just alike":      {[]lifetime.History{h(5, 20, 24), h(5, 20, 24)}, "identical"},
	} {
		_, err := lifetime.FitBGNBD(c.list, week, lifetime.Options{})
		refused(t, name, c.code, err)
	}
	_, err := lifetime.FitBGNBD([]lifetime.History{h(1, 3, 20)}, lifetime.Duration{}, lifetime.Options{})
	refused(t, "no unit", "no_unit", err)
}

func TestWhatIsNoSpendingIsRefused(t *testing.T) {
	spend := func(means ...float64) (out []lifetime.Spend) {
		for _, m := range means {
			out = append(out, lifetime.Spend{Purchases: 2, Mean: m, Customers: 50})
		}
		return out
	}
	for name, c := range map[string]struct {
		list []lifetime.Spend
		code string
	}{
		"all the same": {spend(10, 10), "identical"}, "free": {spend(10, 0), "zero"}, "given back": {spend(10, -2), "negative"},
		"not a number": {spend(10, math.NaN()), "not_a_number"}, "no purchase": {[]lifetime.Spend{{Mean: 3}}, "counts"}, "few": {[]lifetime.Spend{{Purchases: 1, Mean: 3}}, "too_few"},
	} {
		_, err := lifetime.FitGammaGamma(c.list, lifetime.Options{})
		refused(t, name, c.code, err)
	}
}

func TestWhatIsNoContractIsRefused(t *testing.T) {
	year := lifetime.Years(1)
	for name, c := range map[string]struct {
		data lifetime.Contracts
		code string
	}{
		"nobody": {lifetime.Contracts{}, "nobody"}, "nobody left": {lifetime.Contracts{Kept: []int64{50, 50}}, "too_few"}, "negative": {lifetime.Contracts{Lost: []int64{-1}}, "negative"},
		"one renewal": {lifetime.Contracts{Lost: []int64{50}, Kept: []int64{50}}, "one_period"},
	} {
		_, err := lifetime.FitSBG(c.data, year, lifetime.Options{})
		refused(t, name, c.code, err)
	}
	_, err := lifetime.FitSBG(lifetime.Contracts{Lost: []int64{30, 30}}, lifetime.Duration{}, lifetime.Options{})
	refused(t, "no period", "no_unit", err)
}

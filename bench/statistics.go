package main

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"time"

	"github.com/touchstone-cx/touchstone/internal/analytics"
	"github.com/touchstone-cx/touchstone/internal/analytics/duckdb"
	"github.com/touchstone-cx/touchstone/internal/driver"
	"github.com/touchstone-cx/touchstone/stats/drivers"
	"github.com/touchstone-cx/touchstone/stats/lifetime"
	"github.com/touchstone-cx/touchstone/stats/money"
)

// statistics measures the methods behind drivers and vulnerability alone, without a server.
func (s settings) statistics() ([]result, error) {
	shares, err := lmg(1_000_000)
	if err != nil {
		return nil, err
	}
	through, err := lmgThroughEngine(1_000_000)
	if err != nil {
		return nil, err
	}
	areas, err := vulnerability(40)
	if err != nil {
		return nil, err
	}
	fit, err := lifetimes(1_000_000)
	if err != nil {
		return nil, err
	}
	return []result{
		{"BG/NBD and Gamma-Gamma of 1 M customers", fit.Round(time.Millisecond).String(), "60 s", "10 s", fit < time.Minute},
		{"LMG of 12 drivers, 1 M rows, 1,000 draws", shares.Round(time.Millisecond).String(), "5 s", "1 s", shares < 5*time.Second},
		{"the same from the engine's facts to the result", through.Round(time.Millisecond).String(), "5 s", "1 s", through < 5*time.Second},
		{"vulnerability of 40 areas × 10,000 draws", areas.Round(time.Millisecond).String(), "3 s", "500 ms", areas < 3*time.Second},
	}, nil
}

// lmg adds up rows as one reader of a store would, then asks for shares.
func lmg(rows int) (time.Duration, error) {
	random := rand.New(rand.NewPCG(1, 1))
	names, values := make([]string, 12), make([][]float64, 10_000)
	for k := range names {
		names[k] = fmt.Sprintf("driver %d", k+1)
	}
	for i := range values {
		values[i] = make([]float64, len(names)+1)
		cause := random.NormFloat64()
		for k := range values[i] {
			values[i][k] = cause + random.NormFloat64()
		}
	}
	at := time.Now()
	m, err := drivers.New("outcome", names, drivers.Listwise)
	if err != nil {
		return 0, err
	}
	for i := range rows {
		row := values[i%len(values)]
		m.Add(uint64(i), row[0], row[1:])
	}
	_, err = m.Analyse(drivers.Options{Draws: 1000, Workers: 2})
	return time.Since(at), err
}

// lifetimes fits both models to customers who were observed for two years or less, to the day.
func lifetimes(customers int) (time.Duration, error) {
	random := rand.New(rand.NewPCG(2, 1))
	rows := make([]lifetime.History, customers)
	var spend []lifetime.Spend
	for k := range rows {
		observed := 365 + random.IntN(365)
		rate, at, mean := random.ExpFloat64()*random.ExpFloat64()/60, 0.0, 20*(0.5+random.ExpFloat64())
		h, sum := &rows[k], 0.0
		h.Observed = lifetime.Days(float64(observed))
		for leave := 0.5 * random.Float64(); ; {
			if at += 1 + random.ExpFloat64()/rate; at >= float64(observed) {
				break
			}
			h.Repeats++
			h.Last = lifetime.Days(float64(int(at)))
			sum += mean * (0.5 + random.Float64())
			if random.Float64() < leave {
				break
			}
		}
		if h.Repeats > 0 {
			spend = append(spend, lifetime.Spend{Purchases: h.Repeats, Mean: sum / float64(h.Repeats)})
		}
	}
	at := time.Now()
	if _, err := lifetime.FitBGNBD(rows, lifetime.Weeks(1), lifetime.Options{Workers: 2}); err != nil {
		return 0, err
	}
	_, err := lifetime.FitGammaGamma(spend, lifetime.Options{Workers: 2})
	return time.Since(at), err
}

// lmgThroughEngine keeps the facts in the engine, as the program does, and asks it for the blocks.
func lmgThroughEngine(rows int) (took time.Duration, err error) {
	dir, err := os.MkdirTemp("", "touchstone-bench-")
	if err != nil {
		return 0, err
	}
	defer os.RemoveAll(dir) //nolint:errcheck // a temporary folder
	e, err := duckdb.Open(filepath.Join(dir, "analytics.duckdb"), duckdb.Options{})
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, e.Close()) }()
	ctx, random, next := context.Background(), rand.New(rand.NewPCG(1, 1)), int64(0)
	for left := rows; left > 0; left -= 50_000 {
		var b analytics.Batch
		after := next
		for range min(left, 50_000) {
			next++
			f := analytics.Fact{Signal: next, At: next * 60_000_000, Client: int32(random.IntN(500_000) + 1)}
			cause := random.NormFloat64()
			for range 13 {
				score := int64(max(1, min(10, math.Round(5.5+cause+random.NormFloat64())))) * analytics.Scale
				f.Scores = append(f.Scores, analytics.Score{State: analytics.Answered, Value: score})
			}
			b.Facts = append(b.Facts, f)
		}
		b.To = next
		if _, err := e.Append(ctx, "bench", after, b); err != nil {
			return 0, err
		}
	}
	w := driver.Summation{Outcome: "outcome", Missing: drivers.Listwise, Slots: []int{1}, Rows: int64(rows)}
	for k := range 12 {
		w.Names, w.Slots = append(w.Names, fmt.Sprint("driver ", k+1)), append(w.Slots, k+2)
	}
	at := time.Now()
	_, _, err = driver.Shares(ctx, e, "bench", analytics.Question{}, w, func(int, string) {})
	return time.Since(at), err
}

// vulnerability prices areas of which every input is known only roughly.
func vulnerability(count int) (time.Duration, error) {
	rate, err := money.BetaFromCounts(60, 800)
	if err != nil {
		return 0, err
	}
	amount, err := money.LogNormalFromQuantiles(100, 300)
	if err != nil {
		return 0, err
	}
	people, err := money.GammaFromMean(4, 1.5)
	if err != nil {
		return 0, err
	}
	exposed, err := money.GammaFromMean(20_000, 1500)
	if err != nil {
		return 0, err
	}
	customers, err := money.Constant(100_000)
	if err != nil {
		return 0, err
	}
	of := func(d money.Distribution) money.Quantity { return money.Quantity{Distribution: d} }
	var areas []money.Area
	for k := range count {
		areas = append(areas, money.Area{Name: fmt.Sprint(k), Exposed: of(exposed), Failure: of(rate), Complaint: of(rate), Resolved: of(rate),
			LeaveSilent: of(rate), LeaveUnresolved: of(rate), LeaveResolved: of(rate), SpendSilent: of(rate), SpendUnresolved: of(rate), SpendResolved: of(rate),
			Tell: of(people), LostPerTold: of(rate), TellResolved: of(people), WonPerTold: of(rate), Margin: of(amount)})
	}
	at := time.Now()
	_, err = money.Assess(money.Base{Customers: of(customers), Value: of(amount)}, areas, money.Options{Workers: 2})
	return time.Since(at), err
}

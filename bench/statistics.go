package main

import (
	"fmt"
	"math/rand/v2"
	"time"

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

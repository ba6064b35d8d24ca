package impact

import (
	"fmt"
	"testing"
)

// forty are areas of which every input is known only roughly.
func forty(n int) []Assessed {
	areas := make([]Assessed, n)
	for i := range areas {
		a := Assessed{Area: ID(fmt.Sprint("imp_", i)), Name: fmt.Sprint("Area ", i)}
		add := func(name Name, key string, s Spec) {
			in := Input{Name: name, Key: key, Spec: s, Source: Data, Grade: "B"}
			if err := in.fill(); err != nil {
				panic(err)
			}
			a.Inputs = append(a.Inputs, in)
		}
		id := string(a.Area) + ": "
		add(Exposed, id+"exposed", Spec{Kind: "beta_between", A: 2000 + 50*float64(i), B: 60, High: 100_000})
		add(Failure, id+"failure", Spec{Kind: "beta_counts", A: 60, B: 400})
		add(Complaint, id+"complaint", Spec{Kind: "beta_counts", A: 20, B: 60})
		add(Resolved, id+"resolved", Spec{Kind: "beta_counts", A: 9, B: 20})
		for _, name := range []Name{LeaveSilent, LeaveUnresolved, LeaveResolved, SpendSilent, SpendUnresolved, SpendResolved, Tell, LostPerTold, TellResolved, WonPerTold} {
			in, _ := assumed(name)
			add(name, string(name), in.Spec)
		}
		add(Value, "value", Spec{Kind: "lognormal_quantiles", A: 20_000, B: 60_000})
		add(Margin, "value", Spec{Kind: "lognormal_quantiles", A: 20_000, B: 60_000})
		areas[i] = a
	}
	return areas
}

func BenchmarkFortyAreas(b *testing.B) {
	for _, n := range []int{1000, 10_000} {
		areas := forty(40)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				if _, err := assess(nil, clonesAll(areas), n); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func TestSharedInputsMoveTogetherAndRanksSayWhatCanBeToldApart(t *testing.T) {
	t.Parallel()
	areas := forty(3)
	areas[2].Inputs[1].Spec = Spec{Kind: "beta_counts", A: 240, B: 400} // fails four times as often
	r, err := assess(nil, areas, 1000)
	if err != nil {
		t.Fatal(err)
	}
	if r.Areas[0].Area != "imp_2" || r.Areas[0].RankHigh != 1 || r.Areas[1].RankLow != 2 || r.Areas[1].RankHigh != 3 {
		t.Errorf("ranks are %v", r.Areas)
	}
	if r.Areas[2].Cumulative.P10 < 0.9999 || r.Areas[0].Share.P50 < 0.5 {
		t.Errorf("shares are %v and %v", r.Areas[0].Share, r.Areas[2].Cumulative)
	}
	if r.Proven != r.Total || r.Assumed != (Amount{}) {
		t.Errorf("assumed %v, proven %v of %v", r.Assumed, r.Proven, r.Total)
	}
}

func TestAGradeIsThatOfTheWeakestInputThatDecides(t *testing.T) {
	t.Parallel()
	a := &forty(1)[0]
	for i := range a.Inputs {
		a.Inputs[i].Grade = "A"
	}
	a.input(Tell).Grade = "D"
	if g, by := grade(a); g != "A" {
		t.Errorf("an input that carries nothing makes it %s: %v", g, by)
	}
	a.Influences = []Influence{{Input: Tell, Share: decides}}
	if g, by := grade(a); g != "D" || len(by) != 1 || by[0] != Tell {
		t.Errorf("an input that carries a tenth makes it %s: %v", g, by)
	}
	a.Influences = nil
	a.input(Value).Grade, a.input(LeaveSilent).Grade, a.input(Exposed).Grade = "C", "B", "D"
	if g, by := grade(a); g != "C" || by[0] != Value {
		t.Errorf("what a customer is worth always decides: %s, %v", g, by)
	}
}

func TestOneAreaThatCantBeReckonedKeepsNoOtherFromIt(t *testing.T) {
	t.Parallel()
	areas := forty(2)
	areas[0].Inputs[0].Spec = Spec{Kind: "constant", A: 500_000}
	customers := &Input{Name: Customers, Key: "customers", Source: Assumption, Spec: Spec{Kind: "constant", A: 100_000}, Mean: 100_000}
	if err := areas[0].Inputs[0].fill(); err != nil {
		t.Fatal(err)
	}
	r, err := assess(customers, areas, 1000)
	if err != nil {
		t.Fatal(err)
	}
	if r.Areas[0].Area != "imp_1" || r.Areas[0].Total.P50 <= 0 || r.Areas[1].Missing == nil || r.Areas[1].Missing.Code != "more_than_base" {
		t.Errorf("areas are %+v, %+v", r.Areas[0].Total, r.Areas[1].Missing)
	}
}

func TestWhatIsStatedIsWhatIsDrawn(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name     Name
		p10, p90 float64
	}{{Failure, 0.05, 0.2}, {LeaveResolved, -0.1, 0.1}, {Value, 100, 900}, {Exposed, 10_000, 12_000}, {Failure, 0, 0.1}, {Tell, 0, 5}, {Value, 5, 5}} {
		r, _ := roleOf(c.name)
		in := Input{Spec: stated(r, c.p10, c.p90)}
		if err := in.fill(); err != nil {
			t.Errorf("%v: %v", c, err)
			continue
		}
		wide := c.p90 - c.p10
		if off := in.P90 - c.p90; off > 0.25*wide || off < -0.25*wide {
			t.Errorf("%v is drawn as %v to %v", c, in.P10, in.P90)
		}
		half := Input{Spec: in.Spec.times(r, 0.5)}
		if err := half.fill(); err != nil || half.Mean > 0.52*in.Mean && in.Mean > 0.01 {
			t.Errorf("half of %v is %v, %v", in.Mean, half.Mean, err)
		}
	}
}

func TestAnEffectThatMayBeNothingStaysOneThatMayBeNothing(t *testing.T) {
	t.Parallel()
	r, _ := roleOf(LeaveSilent)
	for _, c := range []struct{ estimate, half, least, most float64 }{ // of p90
		{0.10, 0.02, 0.10, 0.13}, {0, 0.08, 0.02, 0.09}, {-0.05, 0.08, 0.002, 0.05},
	} {
		spec, ok := observed(r, &Effect{Estimate: c.estimate, Low: c.estimate - c.half, High: c.estimate + c.half})
		in := Input{Spec: spec}
		if err := in.fill(); !ok || err != nil {
			t.Fatalf("%v: %v, %v", c, ok, err)
		}
		if in.P90 < c.least || in.P90 > c.most || c.estimate <= 0 && in.P10 > 0.005 {
			t.Errorf("%v ± %v is drawn as %v to %v", c.estimate, c.half, in.P10, in.P90)
		}
	}
	resolved, _ := roleOf(LeaveResolved)
	spec, ok := observed(resolved, &Effect{Estimate: -0.05, Low: -0.09, High: -0.01})
	in := Input{Spec: spec}
	if err := in.fill(); !ok || err != nil || in.P90 >= 0 {
		t.Errorf("well-recovered customers who stay longer are drawn as %v to %v", in.P10, in.P90)
	}
	if _, ok := observed(r, &Effect{Estimate: 0.1, Low: 0.1, High: 0.1}); ok {
		t.Error("an effect without an interval was taken")
	}
}

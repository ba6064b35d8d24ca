package metric

import (
	"context"
	"sync"

	"github.com/touchstone-cx/touchstone/internal/db"
)

// Result is what became of one question of several: one that can't be asked spoils no other.
type Result struct {
	Figure *Figure
	Err    error
}

// atOnce is how many questions of one caller are put at the same time.
const atOnce = 4

// TabulateAll answers several questions in the time of the slowest few: names and units are read once for all of them.
func (m *Metrics) TabulateAll(ctx context.Context, org db.Org, asks []Ask) ([]Result, error) {
	t, err := m.translator(ctx, org)
	if err != nil {
		return nil, err
	}
	for _, dict := range []string{"touch", "unit", "worker"} {
		if err := t.load(ctx, dict); err != nil { // afterwards the translator is only read
			return nil, err
		}
	}
	out := make([]Result, len(asks))
	next := make(chan int)
	var wait sync.WaitGroup
	for range min(atOnce, len(asks)) {
		wait.Go(func() {
			for i := range next {
				out[i].Figure, out[i].Err = m.tabulate(ctx, t, asks[i])
			}
		})
	}
	for i := range asks {
		next <- i
	}
	close(next)
	wait.Wait()
	return out, ctx.Err()
}

package survey

import (
	"context"
	"sync"
	"time"

	"github.com/touchstone-cx/touchstone/internal/db"
)

// openings counts pages served, in memory; they are added up in the database every second. A crash loses the last second's,
// which is no more than a count of visits is worth: an opening is never a response.
type openings struct {
	mu sync.Mutex
	m  map[opening]int64
}

type opening struct {
	org    db.Org
	survey ID
	hour   int64 // the hour's beginning, in microseconds
}

func (o *openings) add(k opening, n int64) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.m == nil {
		o.m = map[opening]int64{}
	}
	o.m[k] += n
}

func (o *openings) take() map[opening]int64 {
	o.mu.Lock()
	defer o.mu.Unlock()
	m := o.m
	o.m = nil
	return m
}

// Start adds up openings each second until ctx ends. The returned function waits for the last of them to be stored.
func (s *Surveys) Start(ctx context.Context) (wait func()) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		tick := time.NewTicker(time.Second)
		defer tick.Stop()
		for {
			select {
			case <-tick.C:
				s.Flush(ctx)
			case <-ctx.Done():
				s.Flush(context.WithoutCancel(ctx))
				return
			}
		}
	}()
	return func() { <-done }
}

// Flush stores the openings counted so far: one write for each organisation. What can't be stored now is kept for the next.
func (s *Surveys) Flush(ctx context.Context) {
	by := map[db.Org]map[opening]int64{}
	for k, n := range s.openings.take() {
		if by[k.org] == nil {
			by[k.org] = map[opening]int64{}
		}
		by[k.org][k] = n
	}
	for org, counts := range by {
		err := s.DB.WriteShared(ctx, org, func(tx *db.Tx) error {
			for k, n := range counts {
				if err := addOpenings(ctx, tx, org, k.survey, k.hour, n); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			s.Slog.Error("could not store the openings of surveys; they are kept for the next second", "organisation", org, "error", err)
			for k, n := range counts {
				s.openings.add(k, n)
			}
			continue
		}
		s.Hub.Publish(string(org), "surveys", map[string]any{})
	}
}

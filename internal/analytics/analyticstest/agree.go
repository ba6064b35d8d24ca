package analyticstest

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/touchstone-cx/touchstone/internal/analytics"
	"github.com/touchstone-cx/touchstone/internal/db"
)

// ErrDisagree is in the chain of errors that show two different answers to one question.
var ErrDisagree = errors.New("analyticstest: the engines disagree")

// perWorld is how many questions each generated set of facts is asked.
const perWorld = 250

// Agree asks both engines n generated questions about generated facts, corrected and thinned out on the way, and fails at the
// first that they don't answer alike, and like the Oracle. Without a reference the engine is held against the Oracle alone.
func Agree(t testing.TB, reference, engine analytics.Engine, seed uint64, n int) {
	t.Helper()
	if err := Compare(t.Context(), reference, engine, seed, n); err != nil {
		t.Fatal(err)
	}
}

// Compare is Agree that returns the disagreement.
func Compare(ctx context.Context, reference, engine analytics.Engine, seed uint64, n int) error {
	for asked := 0; asked < n; asked += perWorld {
		if err := compareWorld(ctx, reference, engine, seed+uint64(asked), min(perWorld, n-asked)); err != nil {
			return err
		}
	}
	return nil
}

func compareWorld(ctx context.Context, reference, engine analytics.Engine, seed uint64, n int) error {
	w := newWorld(seed)
	org, oracle := db.Org(fmt.Sprintf("agree-%d", seed)), NewOracle()
	all := []analytics.Engine{oracle, engine}
	if reference != nil {
		all = append(all, reference)
	}
	held := int64(0)
	for i := range n {
		if i%(perWorld/5) == 0 { // the facts change while questions come
			b := w.batch(40)
			for _, e := range all {
				if got, err := e.Append(ctx, org, held, b); err != nil || got != b.To {
					return fmt.Errorf("seed %d: append: watermark %d instead of %d: %w", seed, got, b.To, err)
				}
			}
			held = b.To
		}
		q := w.question()
		want, err := oracle.Ask(ctx, org, q)
		if err != nil {
			return fmt.Errorf("seed %d, question %d: %w", seed, i, err)
		}
		for _, e := range all[1:] {
			got, err := e.Ask(ctx, org, q)
			if err != nil {
				return fmt.Errorf("seed %d, question %d, %T: %w\n%s", seed, i, e, err, q.Canonical())
			}
			if diff := cmp.Diff(want, got); diff != "" {
				return fmt.Errorf("%w: seed %d, question %d, %T:\n%s\n(-oracle +engine)\n%s", ErrDisagree, seed, i, e,
					q.Canonical(), diff)
			}
		}
	}
	for _, e := range all {
		if err := e.Forget(ctx, org); err != nil {
			return fmt.Errorf("seed %d: forget: %w", seed, err)
		}
	}
	return nil
}

package importing

import (
	"context"
	"errors"
	"time"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/jobs"
	"github.com/touchstone-cx/touchstone/internal/problem"
)

// forgetJob takes back the metrics that an undone import has made, once analytics knows that its signals are gone.
const (
	forgetJob   = "import.forget"
	forgetAfter = 2 * time.Second
)

var errBehind = errors.New("importing: analytics hasn't read on to the end yet")

// forget drops the metrics that an undone import made and nothing else uses: no signal, no import that stands, no survey, rule
// or view.
func (i *Imports) forget(ctx context.Context, j *jobs.Job) error {
	var a args
	if err := j.Decode(&a); err != nil {
		return err
	}
	ctx = identity.System(ctx, j.Org, "import")
	im, err := i.Find(ctx, j.Org, a.Import)
	if err != nil || im.State != Undone || len(im.NewMetrics) == 0 {
		return err
	}
	if ready, err := i.Log.Projected(ctx, j.Org); err != nil || !ready {
		return errors.Join(err, errBehind) // it is tried again, later each time
	}
	for _, key := range im.NewMetrics {
		n, err := i.Metrics.Heard(ctx, j.Org, key)
		if isProblem(err, "metric_unknown") {
			continue
		}
		if err != nil {
			return err
		}
		if n > 0 {
			continue
		}
		err = i.DB.Write(ctx, j.Org, func(tx *db.Tx) error {
			if used, err := measured(ctx, tx, j.Org, key); err != nil || used {
				return err
			}
			_, err := i.Metrics.Drop(ctx, tx, j.Org, key)
			return err
		})
		if err != nil {
			return err
		}
	}
	i.tell(j.Org, im.ID)
	return nil
}

// measured reports whether an import that stands, or will, has a measure of this key.
func measured(ctx context.Context, tx *db.Tx, org db.Org, key string) (bool, error) {
	list, err := standing(ctx, tx, org)
	if err != nil {
		return false, err
	}
	for _, im := range list {
		if _, ok := im.Mapping.Measures[key]; ok && (im.stands() || im.State == Waiting) {
			return true, nil
		}
	}
	return false, nil
}

func isProblem(err error, code string) bool {
	p, ok := problem.As(err)
	return ok && p.Code == code
}
